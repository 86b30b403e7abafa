import { type ContainerMount, type ContainerSummary, label } from '@berth/docker-engine'
import { inWords } from '../print/ago.ts'
import { formatPorts, publishersOf } from '../print/ports.ts'
import { formatTable } from '../print/table.ts'

export interface PsFormat {
  /** Epoch milliseconds. */
  readonly now: number
  /** Shorten ids, commands and mounts. */
  readonly truncate: boolean
}

/** The table of `docker compose ps`. Pure. */
export function formatContainerTable(containers: readonly ContainerSummary[], format: PsFormat): string {
  const rows = containers.map((container) => [
    container.name,
    container.image,
    commandOf(container, format),
    container.labels[label.service] ?? '',
    ago(container, format),
    container.status,
    formatPorts(container.ports),
  ])
  return formatTable(['NAME', 'IMAGE', 'COMMAND', 'SERVICE', 'CREATED', 'STATUS', 'PORTS'], rows)
}

/** One line of `docker compose ps --format json`, with its keys in its order. Pure. */
export function formatContainerJson(container: ContainerSummary, exitCode: number, format: PsFormat): string {
  const { id, name, image, state, status, labels, ports, mounts, networks } = container
  const text = JSON.stringify({
    Command: commandOf(container, format),
    CreatedAt: `${new Date(container.createdAt).toISOString().slice(0, 19).replace('T', ' ')} +0000 UTC`,
    ExitCode: exitCode,
    Health: healthOf(status),
    ID: format.truncate ? id.slice(0, 12) : id,
    Image: image,
    Labels: sorted(labels)
      .map(([key, value]) => `${key}=${value}`)
      .join(','),
    LocalVolumes: String(mounts.filter(({ driver }) => driver === 'local').length),
    Mounts: mounts.map((mount) => mountName(mount, format)).join(','),
    Name: name,
    Names: name,
    Networks: Object.keys(networks).sort().join(','),
    Ports: formatPorts(ports),
    Project: labels[label.project] ?? '',
    Publishers: publishersOf(ports),
    RunningFor: ago(container, format),
    Service: labels[label.service] ?? '',
    Size: '0B',
    State: state,
    Status: status,
  })
  // As Go writes JSON, so that output can be compared text by text.
  return text.replaceAll(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`)
}

const sorted = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))

const ago = ({ createdAt }: ContainerSummary, { now }: PsFormat) => `${inWords(now - createdAt)} ago`

const commandOf = ({ command }: ContainerSummary, { truncate }: PsFormat) =>
  `"${truncate ? ellipsis(command, 20) : command}"`

const mountName = ({ name, source }: ContainerMount, { truncate }: PsFormat) =>
  truncate ? ellipsis(name ?? source ?? '', 15) : (name ?? source ?? '')

const ellipsis = (text: string, length: number) => {
  const characters = [...text]
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`
}

/** The Engine puts it behind how long the container is up. */
function healthOf(status: string): string {
  const [, word] = /\((?:health: )?(healthy|unhealthy|starting)\)$/.exec(status) ?? []
  return word ?? ''
}
