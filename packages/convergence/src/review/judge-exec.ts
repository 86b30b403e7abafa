import type { ExecRequest } from '@berth/docker-engine'
import type { Finding } from './finding.ts'
import type { Policy } from './policy.ts'

/** Judges a command that is run in a container that runs already. Pure. */
export function reviewExec(
  { isPrivileged }: Pick<ExecRequest, 'isPrivileged'>,
  { service, policy }: { readonly service: string; readonly policy: Policy },
): Finding[] {
  if (!isPrivileged || policy.privileged === 'allowed') return []
  return [
    {
      rule: 'privileged',
      verdict: policy.privileged,
      action: `exec:${service}`,
      service,
      field: 'exec.Privileged',
      message: 'The command may do everything that the host may.',
    },
  ]
}
