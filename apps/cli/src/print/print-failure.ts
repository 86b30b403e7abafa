import type { ActionFailure, ApplyResult } from '@berth/convergence'
import type { World } from '../world.ts'
import { heading } from './print-problem.ts'
import { type Style, styleFor } from './style.ts'

/** Prints why a plan was not carried out, and in which state that leaves the services. */
export function printFailures(result: ApplyResult, world: World, ansi?: string): void {
  const style = styleFor(world.err, world, ansi)
  const isFatal = result.outcome === 'failed'
  const blocks = [
    ...result.failures.map((failure) => formatFailure(failure, style, isFatal)),
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

function formatFailure(failure: ActionFailure, style: Style, isFatal: boolean): string {
  const { message, code, container, service, logTail = [] } = failure
  const fix = failure.fix ?? fixes[code]
  const word = isFatal
    ? style('red', style('bold', heading('error', code)))
    : style('yellow', heading('warning', code))
  return [
    `${word} ${message}`,
    ...(logTail.length > 0 ? [`  last lines of ${container ?? service ?? 'its container'}:`] : []),
    ...logTail.map((line) => `    ${style('dim', '|')} ${line}`),
    ...(fix === undefined ? [] : [`  ${style('cyan', 'fix:')} ${fix}`]),
  ].join('\n')
}
