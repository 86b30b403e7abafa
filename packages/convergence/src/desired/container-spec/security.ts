import { type Project, type Service, seccompProfilePath } from '@berth/compose'
import type { HostConfig } from '@berth/docker-engine'

/** What the Engine calls by two lists of paths, and Docker by this word. */
const openPaths = 'systempaths=unconfined'

/** `security_opt` in the Engine's terms: a seccomp profile is sent as its text, without white space. */
export function security(
  project: Project,
  { security_opt }: Service,
): Pick<HostConfig, 'SecurityOpt' | 'MaskedPaths' | 'ReadonlyPaths'> {
  if (security_opt === undefined) return {}
  return {
    SecurityOpt: security_opt
      .filter((option) => option !== openPaths)
      .map((option) => withProfile(option, project)),
    ...(security_opt.includes(openPaths) && { MaskedPaths: [], ReadonlyPaths: [] }),
  }
}

/** One whose file is not there is a problem of the plan. */
function withProfile(option: string, { seccompProfiles = {} }: Project): string {
  const path = seccompProfilePath(option)
  const text = path === undefined ? undefined : seccompProfiles[path]
  return text === undefined ? option : `seccomp=${compactJson(text)}`
}

/** White space outside of texts says nothing. */
const compactJson = (text: string): string => text.replace(/("(?:[^"\\]|\\.)*")|\s+/gs, '$1')
