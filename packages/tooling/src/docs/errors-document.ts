import { diagnosticCodes } from '@berth/compose'
import type { ActionFailure, PlanProblemCode } from '@berth/convergence'
import { type EngineErrorCode, engineErrorCodes } from '@berth/docker-engine'
import type { ProblemCode as CliProblemCode } from '../../../../apps/cli/src/problem.ts'
import { problemCodes } from '../../../../apps/server/src/problem-codes.ts'
import { markdownTable } from './markdown-table.ts'

interface Explanation {
  readonly meaning: string
  readonly fix: string
}

/** Why a plan cannot be applied. The compiler asks for a new code here. */
const planProblems: { readonly [C in PlanProblemCode]: Explanation } = {
  PLAN_SERVICE_UNKNOWN: {
    meaning: 'A service was named that the files do not have.',
    fix: 'Check the spelling; the message lists the services.',
  },
  PLAN_NETWORK_MISSING: {
    meaning: 'An external network does not exist, and Berth does not create external ones.',
    fix: 'Create it with `docker network create`, or remove `external: true`.',
  },
  PLAN_NETWORK_FOREIGN: {
    meaning: 'A network of the wanted name exists and belongs to somebody else.',
    fix: 'Declare it `external: true`, or give yours another name.',
  },
  PLAN_VOLUME_MISSING: {
    meaning: 'An external volume does not exist, and Berth does not create external ones.',
    fix: 'Create it with `docker volume create`, or remove `external: true`.',
  },
  PLAN_IMAGE_MISSING: {
    meaning: 'An image is not on the Engine, and `pull_policy` forbids to pull or build it.',
    fix: 'Provide the image, or change `pull_policy`.',
  },
  PLAN_NAME_TAKEN: {
    meaning: 'A container that is not of this project has the wanted name.',
    fix: 'Remove or rename that container, or change `container_name`.',
  },
}

/** What can happen to a container while a plan is applied, besides what the Engine refuses. */
const containerFailures: {
  readonly [C in Exclude<ActionFailure['code'], EngineErrorCode | PlanProblemCode>]: Explanation
} = {
  CONTAINER_EXITED: {
    meaning: 'A container that others wait for has exited. The message has its exit code and its last lines.',
    fix: 'Mend what its log says and deploy again; what ran before has been brought back.',
  },
  CONTAINER_UNHEALTHY: {
    meaning: 'The health check of a container that others wait for fails.',
    fix: 'Look at the output of the check; give it a longer `start_period` if it only needs time.',
  },
  CONTAINER_NO_HEALTHCHECK: {
    meaning: 'A service waits until another is healthy, and that one has no health check.',
    fix: 'Add a `healthcheck`, or wait for `service_started`.',
  },
}

/** What the `berth` command refuses before it asks the Engine for anything. */
const cliProblems: { readonly [C in CliProblemCode]: Explanation } = {
  CLI_UNKNOWN_COMMAND: { meaning: 'There is no such command.', fix: 'See `berth --help`.' },
  CLI_UNKNOWN_FLAG: { meaning: 'The command does not know this flag.', fix: 'See `berth <command> --help`.' },
  CLI_NOT_YET: {
    meaning: 'Docker Compose has this command or flag, and Berth does not have it yet.',
    fix: 'Leave it out, or use Docker Compose for this.',
  },
  CLI_BAD_VALUE: {
    meaning: 'The value of a flag cannot be understood.',
    fix: 'Write it as the message says.',
  },
  CLI_CONFLICTING_FLAGS: { meaning: 'Two flags exclude each other.', fix: 'Keep one of them.' },
  CLI_NO_SUCH_SERVICE: {
    meaning: 'A service was named that the files do not have.',
    fix: 'Check the spelling; the message lists the services.',
  },
  CLI_NOTHING_SELECTED: {
    meaning: 'Every service is switched off by a profile.',
    fix: 'Choose a profile with `--profile`.',
  },
  CLI_WRITE_FAILED: {
    meaning: 'The output file could not be written.',
    fix: 'Check its folder and your rights.',
  },
}

/** docs/errors.md, from the tables of the packages. Pure. */
export function errorsDocument(): string {
  return `# Errors

Written by \`packages/tooling/src/write-docs.ts\`. Codes are stable; messages may get better.

## Compose files

What the loader says about the text of a project, with file, line and column.

${markdownTable(['Code', 'Severity', 'Meaning', 'What to do'], diagnosticRows())}

## Plans

${explanations(planProblems)}

## Containers

${explanations(containerFailures)}

## Docker Engine

${explanations(engineErrorCodes)}

## HTTP

The \`code\` of a problem reply, besides those above.

${markdownTable(['Code', 'Status', 'Meaning', 'What to do'], problemRows())}

## Command line

${explanations(cliProblems)}
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
