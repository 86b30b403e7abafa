import type { ContainerInspect, EngineReader } from '@berth/docker-engine'
import type { Action } from '../../plan/action.ts'
import { ContainerFailure } from '../failure.ts'
import type { Verdict } from '../judge-container.ts'
import type { ExecuteContext } from './execute-context.ts'

const logTailLines = 50

type Why = Extract<Verdict, { kind: 'failed' }>['why']

/** A container, as an action names it. */
interface Subject {
  readonly name: string
  readonly service?: string
  readonly until?: Action<'wait-container'>['until']
}

/** What went wrong with a container, in words, with the end of its log. */
export async function containerFailure(
  { name, service, until }: Subject,
  { container, why }: { readonly container: ContainerInspect; readonly why: Why },
  { engine, signal }: ExecuteContext,
): Promise<ContainerFailure> {
  const subject = service === undefined ? `Container ${name}` : `Service ${service}: container ${name}`
  const { ExitCode: exitCode, OOMKilled: outOfMemory, Health: health } = container.State
  const memory = outOfMemory ? { outOfMemory } : {}
  const waitedFor = awaitedOf(container, until)
  const logTail = await tailOf(engine, container.Id, signal)
  switch (why) {
    case 'no-healthcheck':
      return new ContainerFailure({
        code: 'CONTAINER_NO_HEALTHCHECK',
        message: `${subject} has no healthcheck, but others wait until it is healthy.`,
        fix: 'Give the service a healthcheck, or depend on it with condition: service_started.',
      })
    case 'unhealthy': {
      const output = health?.Log?.at(-1)?.Output.trim()
      const words = output ? `: ${output}` : '.'
      return new ContainerFailure({
        code: 'CONTAINER_UNHEALTHY',
        message: `${subject} is unhealthy${words}`,
        ...waitedFor,
        ...memory,
        logTail,
      })
    }
    case 'exited':
    case 'looping': {
      const reason = outOfMemory ? ', it ran out of memory' : ''
      const what = why === 'looping' ? 'restarts again and again, it exited' : 'exited'
      const expected = until === 'completed' ? ' and did not complete' : ''
      return new ContainerFailure({
        code: 'CONTAINER_EXITED',
        message: `${subject} ${what} with code ${exitCode}${expected}${reason}.`,
        ...waitedFor,
        exitCode,
        ...(container.RestartCount > 0 && { restarts: container.RestartCount }),
        ...memory,
        logTail,
      })
    }
  }
}

function awaitedOf(container: ContainerInspect, until: Subject['until']) {
  if (until === undefined) return {}
  return { awaited: until === 'up' && hasHealthcheck(container) ? ('healthy' as const) : until }
}

const hasHealthcheck = ({ Config: { Healthcheck: check } }: ContainerInspect) =>
  check?.Test !== undefined && check.Test.length > 0 && check.Test[0] !== 'NONE'

async function tailOf(engine: EngineReader, id: string, signal: AbortSignal): Promise<string[]> {
  const lines: string[] = []
  for await (const { text } of engine.containerLogs(id, { tail: logTailLines, signal })) lines.push(text)
  return lines.slice(-logTailLines)
}
