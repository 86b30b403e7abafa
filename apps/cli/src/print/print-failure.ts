import type { ActionFailure, ApplyResult } from '@berth/convergence'
import type { World } from '../world.ts'
import { heading } from './print-problem.ts'
import { type Style, styleFor } from './style.ts'

interface FailureOptions {
  readonly ansi?: string | undefined
  /** The last lines that an action printed, where it is known. */
  readonly outputOf?: (action: string) => readonly string[]
  /** Services whose containers' output has been printed as it came: their last lines would be there twice. */
  readonly shown?: ReadonlySet<string> | undefined
}

/** Prints why a plan was not carried out, and in which state that leaves the services. */
export function printFailures(
  result: ApplyResult,
  world: World,
  { ansi, outputOf, shown }: FailureOptions = {},
): void {
  const style = styleFor(world.err, world, ansi)
  const isFatal = result.outcome === 'failed'
  const blocks = [
    ...result.failures.map((failure) => {
      const isShown = failure.service !== undefined && shown?.has(failure.service) === true
      const tails = { output: outputOf?.(failure.action) ?? [], ...(isShown && { logTail: [] }) }
      return formatFailure({ ...failure, ...tails }, style, isFatal)
    }),
    ...result.rolledBack.map((service) => `The old container of ${service} is running again.`),
  ]
  if (blocks.length > 0) world.err.write(`${blocks.join('\n')}\n`)
}

/** Where only the container itself knows what is wrong. */
const fixes: Readonly<Record<string, string>> = {
  CONTAINER_EXITED: 'Mend what its last lines tell, then run the same command again.',
  CONTAINER_UNHEALTHY:
    'Mend what its healthcheck tells, or the healthcheck, then run the same command again.',
}

function formatFailure(
  failure: ActionFailure & { readonly output: readonly string[] },
  style: Style,
  isFatal: boolean,
): string {
  const { message, code, container, service, logTail = [], output } = failure
  const fix = failure.fix ?? fixes[code]
  const word = isFatal
    ? style('red', style('bold', heading('error', code)))
    : style('yellow', heading('warning', code))
  return [
    `${word} ${message}`,
    ...quote(`last lines of ${container ?? service ?? 'its container'}`, logTail, style),
    ...quote('last lines of its output', output, style),
    ...(fix === undefined ? [] : [`  ${style('cyan', 'fix:')} ${fix}`]),
  ].join('\n')
}

const quote = (title: string, lines: readonly string[], style: Style): string[] =>
  lines.length === 0 ? [] : [`  ${title}:`, ...lines.map((line) => `    ${style('dim', '|')} ${line}`)]
