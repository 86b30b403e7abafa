import type { Hook, Service } from '@berth/compose'
import type { ExecRequest } from '@berth/docker-engine'
import { environment } from './container-spec/container-body.ts'
import type { DesiredService } from './desired-state.ts'
import { present } from './present.ts'

/** The commands that run in a container after it has started, and before it is stopped. */
export const hooksOf = ({ post_start = [], pre_stop = [] }: Service): DesiredService['hooks'] => ({
  post_start: post_start.map(execRequest),
  pre_stop: pre_stop.map(execRequest),
})

const execRequest = ({ command = [], ...hook }: Hook): ExecRequest => ({
  command,
  ...present({
    user: hook.user,
    workingDir: hook.working_dir,
    env: hook.environment && environment(hook.environment),
    isPrivileged: hook.privileged,
  }),
})
