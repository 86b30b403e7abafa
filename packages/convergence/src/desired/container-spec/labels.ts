import type { Project, Service } from '@berth/compose'
import { composeVersion, label } from '@berth/docker-engine'
import type { OneOff } from '../one-off.ts'
import { sortedEntries } from '../present.ts'

/**
 * The labels by which Docker Compose and Berth know a container, over the user's own. The image id is
 * added when the container is created, because only then it is known.
 */
export function containerLabels(
  project: Project,
  service: Service,
  own: { readonly replica: number; readonly configHash: string; readonly oneOff?: OneOff | undefined },
): Record<string, string> {
  return {
    ...service.labels,
    [label.project]: project.name,
    [label.service]: service.name,
    [label.configHash]: own.configHash,
    ...identity(own),
    [label.dependsOn]: dependsOnLabel(service),
    [label.workingDir]: project.workingDir,
    [label.configFiles]: project.configFiles.join(','),
    ...(project.envFiles.length > 0 && { [label.environmentFile]: project.envFiles.join(',') }),
    [label.version]: composeVersion,
  }
}

const identity = ({ replica, oneOff }: { readonly replica: number; readonly oneOff?: OneOff | undefined }) =>
  oneOff === undefined
    ? { [label.containerNumber]: String(replica), [label.oneOff]: 'False' }
    : { [label.slug]: oneOff.slug, [label.oneOff]: 'True' }

/** `db:service_healthy:false,queue:service_started:true`: what `down` reads when it has no file. */
function dependsOnLabel(service: Service): string {
  return sortedEntries(service.depends_on)
    .map(([name, { condition, restart = false }]) => `${name}:${condition}:${restart}`)
    .join(',')
}
