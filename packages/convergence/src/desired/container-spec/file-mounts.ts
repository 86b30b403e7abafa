import type { FileReference, Project, Service } from '@berth/compose'
import type { MountBody } from '@berth/docker-engine'

/** Files of configs and secrets as mounts that can only be read, sorted by target. */
export function fileMounts(project: Project, service: Service): MountBody[] {
  const configs = (service.configs ?? []).flatMap((reference) =>
    mount(project.configs[reference.source]?.file, fileTarget('configs', reference)),
  )
  const secrets = (service.secrets ?? []).flatMap((reference) =>
    mount(project.secrets[reference.source]?.file, fileTarget('secrets', reference)),
  )
  return [...configs, ...secrets].sort((a, b) => (a.Target < b.Target ? -1 : 1))
}

/** What has another source than a file is not mounted but copied. */
const mount = (file: string | undefined, target: string): MountBody[] =>
  file === undefined ? [] : [{ Type: 'bind', Source: file, Target: target, ReadOnly: true }]

const folders = { configs: '/', secrets: '/run/secrets/' } as const

/** Where a config or secret is in the container. */
export function fileTarget(
  section: 'configs' | 'secrets',
  { source, target = source }: FileReference,
): string {
  return target.startsWith('/') ? target : `${folders[section]}${target}`
}
