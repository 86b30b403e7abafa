import { resolvePath } from '../paths.ts'
import type { Project } from '../project.ts'

interface Access {
  readonly sources: ReadonlyMap<string, string>
  readonly absent: ReadonlySet<string>
  readonly onMissing: (path: string) => void
  /** What `~` stands for. */
  readonly home: string | undefined
}

/** The path of the profile that an entry of `security_opt` names; undefined when it names none. */
export function seccompProfilePath(option: string): string | undefined {
  const path = /^seccomp[=:](.*)$/s.exec(option)?.[1]
  return path === 'unconfined' || path === 'builtin' ? undefined : path
}

/**
 * Adds the texts of the seccomp profiles that the services name: the Engine is sent the text. A file that is not
 * there is no fault of the compose file, as it is none in Docker Compose; whoever deploys finds it missing.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md#security_opt
 */
export function withSeccompProfiles(project: Project, { sources, absent, onMissing, home }: Access): Project {
  const options = Object.values(project.services).flatMap(({ security_opt = [] }) => security_opt)
  const paths = options.map(seccompProfilePath).filter((path) => path !== undefined)
  const profiles = [...new Set(paths)].sort().flatMap((path) => {
    const expanded = home === undefined ? path : path.replace(/^~/, home)
    const file = resolvePath(project.workingDir, expanded)
    const text = sources.get(file)
    if (text === undefined && !absent.has(file)) onMissing(file)
    return text === undefined ? [] : [[path, text] as const]
  })
  return profiles.length === 0 ? project : { ...project, seccompProfiles: Object.fromEntries(profiles) }
}
