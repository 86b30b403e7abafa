import { type ContainerMount, type ContainerSummary, label } from '@berth/docker-engine'
import { inWords } from '../print/ago.ts'
import { goQuote } from '../print/go-json.ts'
import { joinLabels } from '../print/labels.ts'
import type { Listing } from '../print/listing.ts'
import { formatPorts, publishersOf } from '../print/ports.ts'

export interface PsFormat {
  /** Epoch milliseconds. */
  readonly now: number
  /** Shorten ids, commands and mounts. */
  readonly truncate: boolean
}

/** A container with what the list of the Engine does not tell. */
export interface ListedContainer {
  readonly container: ContainerSummary
  readonly exitCode: number
}

/** What `docker compose ps` lists. Pure. */
export const containerListing = (containers: readonly ListedContainer[], format: PsFormat): Listing => ({
  columns: ['Name', 'Image', 'Command', 'Service', 'RunningFor', 'Status', 'Ports'],
  titles: { RunningFor: 'CREATED', CreatedAt: 'CREATED AT', ID: 'CONTAINER ID', ExitCode: 'EXIT CODE' },
  fields: Object.keys(fieldsOf(nobody, format)),
  rows: containers.map((listed) => ({
    fields: fieldsOf(listed, format),
    labels: listed.container.labels,
  })),
})

/** Only to know the names of the fields. */
const nobody: ListedContainer = {
  exitCode: 0,
  container: {
    id: '',
    name: '',
    image: '',
    imageId: '',
    command: '',
    state: 'created',
    status: '',
    labels: {},
    createdAt: 0,
    ports: [],
    mounts: [],
    networks: {},
  },
}

/** In the order of Docker Compose. */
function fieldsOf({ container, exitCode }: ListedContainer, format: PsFormat) {
  const { id, name, image, state, status, labels, ports, mounts, networks } = container
  return {
    Command: commandOf(container, format),
    CreatedAt: `${new Date(container.createdAt).toISOString().slice(0, 19).replace('T', ' ')} +0000 UTC`,
    ExitCode: exitCode,
    Health: healthOf(status),
    ID: format.truncate ? id.slice(0, 12) : id,
    Image: image,
    Labels: joinLabels(labels),
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
  }
}

const ago = ({ createdAt }: ContainerSummary, { now }: PsFormat) => `${inWords(now - createdAt)} ago`

const commandOf = ({ command }: ContainerSummary, { truncate }: PsFormat) =>
  goQuote(truncate ? ellipsis(command, 20) : command)

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
