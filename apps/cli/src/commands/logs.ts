import type { Project } from '@berth/compose'
import { type ContainerSummary, type LogOptions, label } from '@berth/docker-engine'
import type { CommandInput } from '../args/command.ts'
import { readTime } from '../args/read-time.ts'
import type { logsFlags } from '../args/reading-flags.ts'
import { withEngine } from '../engine.ts'
import { followLogs } from '../logs/follow-logs.ts'
import { createLogPrinter } from '../logs/log-printer.ts'
import { printLogs } from '../logs/print-logs.ts'
import { printProblem } from '../print/print-problem.ts'
import { plainStyle, styleFor } from '../print/style.ts'
import type { Problem } from '../problem.ts'
import { listContainers, numberOf, serviceOf } from '../project/containers.ts'
import { findTarget } from '../project/target.ts'

type LogsInput = CommandInput<typeof logsFlags>

/** `berth logs`: what the containers of the project have written; with `-f` what they write from now on too. */
export async function logs(input: LogsInput): Promise<number> {
  const { flags, globals, world } = input
  const refuse = (problem: Problem) => {
    printProblem(problem, world, globals.ansi)
    return 1
  }
  const options = readOptions(input)
  if ('problem' in options) return refuse(options.problem)
  const target = findTarget(input)
  if (target === undefined) return 1
  return withEngine(input, async (engine) => {
    const services = input.services.length > 0 ? input.services : Object.keys(target.project?.services ?? {})
    const choice = { project: target.name, services, all: true }
    const listed = await listContainers(engine, choice)
    const containers = listed.filter((container) => !flags.index || numberOf(container) === flags.index)
    const problem = absence(containers, { input, project: target.project })
    if (problem !== undefined) return refuse(problem)

    const style = flags['no-color'] ? plainStyle : styleFor(world.out, world, globals.ansi)
    const printer = createLogPrinter(world, {
      style,
      prefix: !flags['no-log-prefix'],
      timestamps: flags.timestamps,
    })
    const reading = { engine, project: target.name, containers, options, printer }
    if (!flags.follow) return printLogs(reading)
    return followLogs({ ...reading, world, isWanted: (event) => isWanted(event, { services, flags }) })
  })
}

type ReadOptions = Pick<LogOptions, 'since' | 'until' | 'tail'>

function readOptions({ flags, services, world }: LogsInput): ReadOptions | { problem: Problem } {
  const { since, until, tail = 'all', index } = flags
  if (index && services.length !== 1) {
    return bad('--index requires one service to be selected', 'Name the service whose container it is.')
  }
  if (tail !== 'all' && !/^-?\d+$/.test(tail)) {
    return bad(`--tail does not understand '${tail}'`, 'Write a number of lines, or all.')
  }
  const from = since === undefined ? undefined : readTime('since', since, world.now())
  if (typeof from === 'object') return from
  const to = until === undefined ? undefined : readTime('until', until, world.now())
  if (typeof to === 'object') return to
  return {
    ...(from !== undefined && { since: from }),
    ...(to !== undefined && { until: to }),
    // Below zero is all, as the Engine reads it.
    ...(Number(tail) >= 0 && { tail: Number(tail) }),
  }
}

const bad = (message: string, fix: string): { problem: Problem } => ({
  problem: { code: 'CLI_BAD_VALUE', message, fix },
})

function absence(
  containers: readonly ContainerSummary[],
  { input, project }: { readonly input: LogsInput; readonly project: Project | undefined },
): Problem | undefined {
  const { flags, services } = input
  if (flags.index && containers.length === 0) {
    return {
      code: 'CLI_NOT_RUNNING',
      message: `service "${services[0]}" is not running container #${flags.index}`,
      fix: 'See `berth ps -a` for the containers there are.',
    }
  }
  if (project !== undefined) return undefined
  const missing = services.find((name) => !containers.some((container) => serviceOf(container) === name))
  return missing === undefined
    ? undefined
    : { code: 'CLI_NO_SUCH_SERVICE', message: `no such service: ${missing}`, fix: 'See `berth ps -a`.' }
}

interface Wanted {
  readonly services: readonly string[]
  readonly flags: LogsInput['flags']
}

function isWanted(labels: Readonly<Record<string, string>>, { services, flags }: Wanted): boolean {
  const isNamed = services.length === 0 || services.includes(labels[label.service] ?? '')
  const isNumber = !flags.index || Number(labels[label.containerNumber]) === flags.index
  return isNamed && isNumber && labels[label.oneOff] !== 'True'
}
