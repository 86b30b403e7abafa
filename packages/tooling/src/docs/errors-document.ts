import { diagnosticCodes } from '@berth/compose'
import { containerFailureCodes, planProblemCodes } from '@berth/convergence'
import { engineErrorCodes } from '@berth/docker-engine'
import { cliProblemCodes } from '../../../../apps/cli/src/problem.ts'
import { problemCodes } from '../../../../apps/server/src/problem-codes.ts'
import { markdownTable } from './markdown-table.ts'

interface Explanation {
  readonly meaning: string
  readonly fix: string
}

/** docs/errors.md, from the tables of the packages. Pure. */
export function errorsDocument(): string {
  return `# Errors

Written by \`packages/tooling/src/write-docs.ts\`. Codes are stable; messages may get better.

## Compose files

What the loader says about the text of a project, with file, line and column.

${markdownTable(['Code', 'Severity', 'Meaning', 'What to do'], diagnosticRows())}

## Plans

${explanations(planProblemCodes)}

## Containers

${explanations(containerFailureCodes)}

## Docker Engine

${explanations(engineErrorCodes)}

## HTTP

The \`code\` of a problem reply, besides those above.

${markdownTable(['Code', 'Status', 'Meaning', 'What to do'], problemRows())}

## Command line

${explanations(cliProblemCodes)}
`
}

const diagnosticRows = () =>
  Object.entries(diagnosticCodes).map(([code, { severity, meaning, fix }]) => [
    anchored(code),
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
  ])

const explanations = (codes: Readonly<Record<string, Explanation>>) =>
  markdownTable(
    ['Code', 'Meaning', 'What to do'],
    Object.entries(codes).map(([code, { meaning, fix }]) => [anchored(code), meaning, fix]),
  )

/** The `type` of a problem reply leads to its row. */
const anchored = (code: string) => `<a id="${code}"></a>\`${code}\``
