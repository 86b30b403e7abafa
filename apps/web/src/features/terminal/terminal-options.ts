import type { exec, RouteInput } from '@berth/contract'

/** How a command runs, as it is typed. */
export interface TerminalOptions {
  /** `name|uid[:group|gid]`; empty: that of the container. */
  readonly user: string
  /** Empty: that of the container. */
  readonly workingDir: string
  /** `NAME=value`, one a line. */
  readonly env: string
  readonly isTty: boolean
}

export const usualOptions: TerminalOptions = { user: '', workingDir: '', env: '', isTty: true }

const variablesOf = (text: string) => text.split('\n').filter((line) => line.trim() !== '')

/** What keeps the lines from being variables, in words. */
export function checkVariables(text: string): string | undefined {
  const wrong = variablesOf(text).find((line) => !/^[A-Za-z_][A-Za-z0-9_]*=/.test(line))
  return wrong === undefined ? undefined : `${wrong.slice(0, 40)} is not NAME=value.`
}

/** What is sent of them: nothing where the container's own is meant. */
export function toExecOptions({ user, workingDir, env, isTty }: TerminalOptions): ExecOptions {
  const variables = variablesOf(env)
  return {
    ...(user.trim() !== '' && { user: user.trim() }),
    ...(workingDir.trim() !== '' && { workingDir: workingDir.trim() }),
    ...(variables.length > 0 && { env: variables }),
    ...(!isTty && { tty: false }),
  }
}

type ExecOptions = Pick<
  NonNullable<RouteInput<typeof exec.openExec>['body']>,
  'user' | 'workingDir' | 'env' | 'tty'
>
