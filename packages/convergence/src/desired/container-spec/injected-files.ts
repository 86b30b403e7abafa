import type { FileReference, Project, Service } from '@berth/compose'
import { credentialsConfig } from '../api-socket.ts'
import type { InjectedFile } from '../desired-state.ts'
import { fileTarget } from './file-mounts.ts'

/** Whoever may look into the container may read it, as Docker Compose has it. */
const usualMode = 0o444

/** The configs and secrets that are no files of the host: what they hold is copied into each container. */
export function injectedFiles(project: Project, service: Service): InjectedFile[] {
  const inject = (section: 'configs' | 'secrets') =>
    (service[section] ?? []).flatMap((reference) => {
      const content = contentOf(project, section, reference)
      return content === undefined ? [] : [injectedFile(fileTarget(section, reference), reference, content)]
    })
  return [...inject('configs'), ...inject('secrets')].sort((a, b) => (a.path < b.path ? -1 : 1))
}

function contentOf(
  project: Project,
  section: 'configs' | 'secrets',
  { source }: FileReference,
): InjectedFile['content'] | undefined {
  if (section === 'configs' && source === credentialsConfig) return { credentials: true }
  const text = project[section][source]?.content
  return text === undefined ? undefined : { text }
}

function injectedFile(
  path: string,
  { uid, gid, mode = usualMode }: FileReference,
  content: InjectedFile['content'],
): InjectedFile {
  const isOwned = uid !== undefined || gid !== undefined
  return { path, mode, ...(isOwned && { owner: { uid: Number(uid ?? 0), gid: Number(gid ?? 0) } }), content }
}
