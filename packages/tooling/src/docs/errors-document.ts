import { diagnosticCodes } from '@berth/compose'
import { containerFailureCodes, planProblemCodes } from '@berth/convergence'
import { engineErrorCodes } from '@berth/docker-engine'
import { cliProblemCodes } from '../../../../apps/cli/src/problem.ts'
import { problemCodes } from '../../../../apps/server/src/problem-codes.ts'
import { composeExamples } from './compose-examples.ts'
import { markdownTable } from './markdown-table.ts'
import { messageExamples } from './message-examples.ts'

interface Explanation {
  readonly meaning: string
  readonly fix: string
}

/** docs/errors.md, from the tables of the packages and the examples of their codes. Reads and loads those. */
export function errorsDocument(): string {
  return `# Errors

Written by \`packages/tooling/src/write-docs.ts\`. Codes are stable; messages may get better.

## Compose files

What the loader says about the text of a project, with file, line and column. Each code leads to an example of it.

${markdownTable(['Code', 'Severity', 'Meaning', 'What to do'], diagnosticRows())}

## Plans

${explanations(planProblemCodes)}

## Containers

${explanations(containerFailureCodes)}

## Docker Engine

${explanations(engineErrorCodes)}

## HTTP

The \`code\` of a problem reply, besides those above.

${markdownTable(['Code', 'Status', 'Meaning', 'What to do', 'For example'], problemRows())}

## Command line

${explanations(cliProblemCodes)}

## Compose files, by example

Every project here is loaded by a test from \`packages/compose/examples\`, and what is said about it is what \`berth config\` prints in a folder \`/app\`, from which only that folder can be read.

${composeExamples()}
`
}

const diagnosticRows = () =>
  Object.entries(diagnosticCodes).map(([code, { severity, meaning, fix }]) => [
    `[\`${code}\`](#${code.toLowerCase()})`,
    severity,
    meaning,
    fix,
  ])

const problemRows = () =>
  Object.entries(problemCodes).map(([code, kind]) => [
    anchored(code),
    String(kind.status),
    `${kind.title}.`,
    'fix' in kind ? kind.fix : 'See `detail` in the reply.',
    exampleOf(code),
  ])

const explanations = (codes: Readonly<Record<string, Explanation>>) =>
  markdownTable(
    ['Code', 'Meaning', 'What to do', 'For example'],
    Object.entries(codes).map(([code, { meaning, fix }]) => [anchored(code), meaning, fix, exampleOf(code)]),
  )

const examples: Readonly<Record<string, string>> = messageExamples

/** As code, so that nothing in it is taken for Markdown; what is code in it already needs longer marks. */
function exampleOf(code: string): string {
  const message = examples[code]
  if (message === undefined) throw new Error(`${code} has no example in message-examples.ts`)
  return message.includes('`') ? `\`\` ${message} \`\`` : `\`${message}\``
}

/** The `type` of a problem reply leads to its row. */
const anchored = (code: string) => `<a id="${code}"></a>\`${code}\``
