import type { FileReference, Project, Service } from '@berth/compose'
import type { MountBody } from '@berth/docker-engine'

/** Files of configs and secrets as mounts that can only be read, sorted by target. */
export function fileMounts(project: Project, service: Service): MountBody[] {
  const configs = (service.configs ?? []).flatMap((reference) =>
    mount(project.configs[reference.source]?.file, targetOf(reference, '/')),
  )
  const secrets = (service.secrets ?? []).flatMap((reference) =>
    mount(project.secrets[reference.source]?.file, targetOf(reference, '/run/secrets/')),
  )
  return [...configs, ...secrets].sort((a, b) => (a.Target < b.Target ? -1 : 1))
}

/** What has another source than a file is not mounted; the plan says so. */
const mount = (file: string | undefined, target: string): MountBody[] =>
  file === undefined ? [] : [{ Type: 'bind', Source: file, Target: target, ReadOnly: true }]

function targetOf({ source, target = source }: FileReference, folder: string): string {
  return target.startsWith('/') ? target : `${folder}${target}`
}
