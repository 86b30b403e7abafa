import { type ContainerBody, label } from '@berth/docker-engine'
import type { Judging, Objection } from './finding.ts'
import { judgeHostConfig, judgeLimits } from './judge-host-config.ts'
import { judgeImage } from './judge-images.ts'

/** Judges the body that a container is created with. */
export function judgeContainer(body: ContainerBody, judging: Judging): Objection[] {
  return [
    ...judgeHostConfig(body.HostConfig, judging),
    ...judgeEndpoints(body, judging),
    ...judgeLimits(body, judging),
    ...judgeImage(body.Image, judging),
    ...judgeLabels(body.Labels, judging),
  ]
}

/** A network may be called `host` by a file and still be the host's own. */
function judgeEndpoints({ NetworkingConfig, HostConfig }: ContainerBody, { policy }: Judging): Objection[] {
  const names = Object.keys(NetworkingConfig?.EndpointsConfig ?? {})
  if (HostConfig.NetworkMode === 'host' || !names.includes('host')) return []
  return [
    {
      rule: 'hostNamespaces',
      verdict: policy.hostNamespaces,
      field: 'NetworkingConfig.EndpointsConfig',
      attribute: ['networks'],
      message: 'It has the network of the host.',
    },
  ]
}

const prefix = 'com.docker.compose.'
const ours: ReadonlySet<string> = new Set(Object.values(label))

/** What tools tell projects apart by has to be true. `service`: only of a container. */
export function judgeLabels(
  labels: Readonly<Record<string, string>>,
  { policy, project, service }: Pick<Judging, 'policy' | 'project'> & { readonly service?: string },
): Objection[] {
  return Object.entries(labels)
    .filter(([name]) => name.toLowerCase().startsWith(prefix))
    .filter(
      ([name, value]) =>
        !ours.has(name) ||
        (name === label.project && value !== project) ||
        (name === label.service && service !== undefined && value !== service),
    )
    .map(([name]) => ({
      rule: 'falseLabels',
      verdict: policy.falseLabels,
      field: `Labels.${name}`,
      attribute: ['labels', name],
      message: `The label ${name} says what is not so.`,
    }))
}
