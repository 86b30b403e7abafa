import type { ContainerInspect } from '@berth/docker-engine'
import type { ConnectedEngine } from '@berth/docker-engine/dockerode'
import type { CommandInput } from '../args/command.ts'
import type { attachFlags } from '../args/inside-flags.ts'
import { withEngine } from '../engine.ts'
import { printProblem } from '../print/print-problem.ts'
import type { Problem } from '../problem.ts'
import { findContainer } from '../project/find-container.ts'
import { findTarget } from '../project/target.ts'
import { parseDetachKeys, usualDetachKeys } from '../sessions/detach-keys.ts'
import { joinSession } from '../sessions/join-session.ts'

type AttachInput = CommandInput<typeof attachFlags>

/**
 * `berth attach`: input and output of what runs in a container. Resolves with its exit code, or with 0 when it was
 * left by the keys for that.
 */
export async function attach(input: AttachInput): Promise<number> {
  const { flags, globals, world, services } = input
  const refuse = (problem: Problem) => {
    printProblem(problem, world, globals.ansi)
    return 1
  }
  const [service, ...others] = services
  if (service === undefined || others.length > 0) return refuse(notOneService)
  const detachKeys = parseDetachKeys(flags['detach-keys'] ?? usualDetachKeys)
  if ('problem' in detachKeys) return refuse(detachKeys.problem)
  const target = findTarget(input)
  if (target === undefined) return 1
  return withEngine(input, async (engine) => {
    const found = await findContainer(engine, { project: target.name, service, index: flags.index })
    if ('problem' in found) return refuse(found.problem)
    const container = await engine.inspectContainer(found.id)
    if (container.State.Status === 'paused') return refuse(isPaused(service))
    return attachTo(engine, container, { ...input, detachKeys })
  })
}

async function attachTo(
  engine: ConnectedEngine,
  { Id: id, Config: config }: ContainerInspect,
  { flags, world, detachKeys }: AttachInput & { readonly detachKeys: Uint8Array },
): Promise<number> {
  const isTty = config.Tty === true && world.out.isTerminal
  const hasInput = config.OpenStdin === true && !flags['no-stdin']
  const over = new AbortController()
  const { exit } = await engine.nextExit(id, { signal: over.signal })
  const keys = flags['detach-keys'] ?? usualDetachKeys
  const session = await engine.attachContainer(id, { isTty: config.Tty === true, hasInput, detachKeys: keys })
  const stopPassing = flags['sig-proxy'] ? world.onSignal((name) => void session.signal(name)) : () => {}
  try {
    const end = await joinSession(session, { world, isTty, hasInput, redraws: true, detachKeys })
    return end === 'left' ? 0 : (await exit).exitCode
  } finally {
    stopPassing()
    exit.catch(() => {})
    over.abort()
  }
}

const notOneService: Problem = {
  code: 'CLI_BAD_VALUE',
  message: '`berth attach` needs one service',
  fix: 'Write for example `berth attach web`.',
}

const isPaused = (service: string): Problem => ({
  code: 'CLI_NOT_RUNNING',
  message: `service "${service}" is paused, and takes no input`,
  fix: `Let it go on with \`berth unpause ${service}\` first.`,
})
