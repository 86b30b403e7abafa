import { type ContainerInspect, type ContainerSummary, type ImageInspect, label } from '@berth/docker-engine'
import { present } from '../desired/present.ts'
import type { ContainerDetails, ObservedContainer, ObservedDependency } from './observed-state.ts'

/** A container as the Engine's list shows it. Pure. */
export function parseContainer(summary: ContainerSummary): ObservedContainer {
  const { labels } = summary
  return {
    id: summary.id,
    name: summary.name,
    service: labels[label.service] ?? '',
    number: Number.parseInt(labels[label.containerNumber] ?? '0', 10) || 0,
    isOneOff: labels[label.oneOff] === 'True',
    state: summary.state,
    image: summary.image,
    imageId: summary.imageId,
    dependsOn: parseDependsOn(labels[label.dependsOn]),
    ports: summary.ports.flatMap(({ published, hostIp, protocol }) =>
      published === undefined ? [] : [{ published, protocol, ...present({ hostIp }) }],
    ),
    volumes: summary.mounts.flatMap(({ type, name, destination }) =>
      type === 'volume' && name !== undefined ? [{ name, destination }] : [],
    ),
    networks: summary.networks,
    ...present({
      health: parseHealth(summary.status),
      exitCode: summary.state === 'exited' ? parseExitCode(summary.status) : undefined,
      configHash: labels[label.configHash],
      workingDir: labels[label.workingDir],
      imageLabel: labels[label.image],
    }),
  }
}

/** What of an inspect a plan compares. Pure. */
export function parseDetails(container: ContainerInspect, image: ImageInspect | undefined): ContainerDetails {
  const aliases = Object.entries(container.NetworkSettings.Networks).map(([name, endpoint]) => [
    name,
    endpoint.Aliases ?? [],
  ])
  return {
    config: container.Config,
    hostConfig: container.HostConfig,
    aliases: Object.fromEntries(aliases),
    ...present({
      imageConfig: image?.Config,
      imageBytes: image?.Size,
      repoDigests: image?.RepoDigests ?? undefined,
    }),
  }
}

/** `db:service_healthy:true,queue:service_started:false`: condition and restart. */
function parseDependsOn(text = ''): ObservedDependency[] {
  return text
    .split(',')
    .map((entry) => entry.split(':'))
    .filter(([service = '']) => service !== '')
    .map(([service = '', condition, restart]) => ({
      service,
      condition: condition !== undefined && isCondition(condition) ? condition : 'service_started',
      restart: restart === 'true',
    }))
    .sort((a, b) => (a.service < b.service ? -1 : 1))
}

const isCondition = (word: string): word is ObservedDependency['condition'] =>
  word === 'service_started' || word === 'service_healthy' || word === 'service_completed_successfully'

/** The list tells health only in words: `Up 3 minutes (healthy)`, `Up 2 seconds (health: starting)`. */
function parseHealth(status: string): ObservedContainer['health'] {
  const word = /\((?:health: )?(starting|healthy|unhealthy)\)/.exec(status)?.[1]
  return word === 'starting' || word === 'healthy' || word === 'unhealthy' ? word : undefined
}

/** `Exited (137) 4 seconds ago`. */
function parseExitCode(status: string): number | undefined {
  const code = /\((\d+)\)/.exec(status)?.[1]
  return code === undefined ? undefined : Number(code)
}
