import { type DiagnosticCode, diagnosticCodes } from '@berth/compose'
import { printDiagnostics } from '../../../../apps/cli/src/print/print-diagnostics.ts'
import { fakeWorld } from '../../../../apps/cli/src/testing/fake-world.ts'
import { type CodeExample, loadExample } from '../../../compose/scripts/code-examples.ts'

/** A section for each code of the loader: what makes it report the code, and what it says. Reads the examples. */
export const composeExamples = (): string =>
  // Safe: the table has these keys and no others.
  (Object.keys(diagnosticCodes) as DiagnosticCode[]).map(sectionOf).join('\n\n')

function sectionOf(code: DiagnosticCode): string {
  const example = loadExample(code)
  const files = [...example.files].map(([name, text]) => fenced(languageOf(name), `# ${name}\n${text}`))
  const said = fenced('text', `$ ${commandOf(example)}\n${printed(example)}`)
  return [`### ${code}`, ...files, said].join('\n\n')
}

/** As the command prints it. */
function printed({ diagnostics, sources }: CodeExample): string {
  const world = fakeWorld({ cwd: '/app' })
  printDiagnostics({ diagnostics, sources }, world)
  return world.stderr()
}

function commandOf({ request: { files = [], projectName } }: CodeExample): string {
  const flags = [...files.map((file) => `-f ${file}`), ...(projectName ? [`-p "${projectName}"`] : [])]
  return ['berth', ...flags, 'config'].join(' ')
}

const languageOf = (name: string) => (/\.ya?ml$/.test(name) ? 'yaml' : 'sh')

const fenced = (language: string, text: string) => `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``
