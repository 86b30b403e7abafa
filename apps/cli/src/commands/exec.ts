import { describeFinding, type Policy, reviewExec } from '@berth/convergence'
import type { ExecRequest } from '@berth/docker-engine'
import type { CommandInput } from '../args/command.ts'
import type { execFlags } from '../args/inside-flags.ts'
import { withEngine } from '../engine.ts'
import { loadPolicy } from '../policy/load-policy.ts'
import { printProblem, printWarning } from '../print/print-problem.ts'
import type { Problem } from '../problem.ts'
import { findContainer } from '../project/find-container.ts'
import { findTarget } from '../project/target.ts'
import { joinSession } from '../sessions/join-session.ts'
import { attachOptions, resolveEnvironment } from '../sessions/terminal.ts'

type ExecInput = CommandInput<typeof execFlags>

/** `berth exec`: runs a command in a running container. Resolves with the exit code of the command. */
export async function exec(input: ExecInput): Promise<number> {
  const { flags, globals, world } = input
  const [service, ...command] = input.services
  const refuse = (problem: Problem) => {
    printProblem(problem, world, globals.ansi)
    return 1
  }
  if (service === undefined || command.length === 0) return refuse(noCommand)
  const target = findTarget({ ...input, services: [service] })
  if (target === undefined) return 1
  const policy = loadPolicy(flags, world)
  if ('problem' in policy) return refuse(policy.problem)
  return withEngine(input, async (engine) => {
    const found = await findContainer(engine, { project: target.name, service, index: flags.index })
    if ('problem' in found) return refuse(found.problem)
    const request = requestOf(command, input)
    const refusal = judged(request, { service, policy: policy.policy, input })
    if (refusal !== undefined) return refuse(refusal)
    if (flags.detach) {
      await engine.startExec(found.id, request)
      return 0
    }
    const options = attachOptions(world, { noTty: flags['no-tty'], interactive: flags.interactive })
    const { isTty, hasInput } = options
    const session = await engine.openExec(found.id, request, options)
    await joinSession(session, { world, isTty, hasInput })
    return session.exitCode()
  })
}

/** Prints what the policy warns of; returns what it refuses. */
function judged(
  request: ExecRequest,
  { service, policy, input }: { service: string; policy: Policy | undefined; input: ExecInput },
): Problem | undefined {
  const findings = policy === undefined ? [] : reviewExec(request, { service, policy })
  const refused = findings.find(({ verdict }) => verdict === 'denied')
  if (refused === undefined) {
    for (const finding of findings) {
      const message = `The policy warns: ${describeFinding(finding)}.`
      printWarning({ message }, input.world, input.globals.ansi)
    }
    return undefined
  }
  return {
    code: 'CLI_REFUSED_BY_POLICY',
    message: `The policy refuses this command: ${describeFinding(refused)}.`,
    fix: 'Leave --privileged out, or ask whoever keeps the policy.',
  }
}

function requestOf(command: readonly string[], { flags, world }: ExecInput): ExecRequest {
  return {
    command,
    ...(flags.env.length > 0 && { env: resolveEnvironment(flags.env, world) }),
    ...(flags.privileged && { isPrivileged: true }),
    ...(flags.user !== undefined && { user: flags.user }),
    ...(flags.workdir !== undefined && { workingDir: flags.workdir }),
  }
}

const noCommand: Problem = {
  code: 'CLI_BAD_VALUE',
  message: '`berth exec` needs a service and a command',
  fix: 'Write for example `berth exec web sh`.',
}
