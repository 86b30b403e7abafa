import type { BuildImage, ContainerBody, ExecRequest, NetworkBody, VolumeBody } from '@berth/docker-engine'
import type { Share } from './sharing.ts'
import type { Unapplied } from './unapplied/row.ts'

/** What the project asks for, in the exact bodies that the Engine will be sent. */
export interface DesiredState {
  readonly project: string
  /** The folder of its files: another one with the same project name is somebody else's copy. */
  readonly workingDir: string
  /** In start order: every service comes after what it depends on, ties by name. */
  readonly services: readonly DesiredService[]
  readonly networks: readonly DesiredNetwork[]
  readonly volumes: readonly DesiredVolume[]
  /** Services that the file knows but profiles switch off; their containers are no orphans. */
  readonly disabledServices: readonly string[]
}

export interface DesiredService {
  readonly name: string
  readonly replicas: number
  /** It stands for one container that is made beside those of the service. */
  readonly isOneOff?: true
  readonly configHash: string
  /** The reference that containers are made from, for example `redis` or `shop-web`. */
  readonly image: string
  readonly platform?: string
  readonly pull: 'always' | 'missing' | 'never' | 'build' | 'refresh'
  /** With `refresh`: how old the image may be, since its name was last given to it here. */
  readonly refreshAfterMs?: number
  /** Its file says when to pull; `docker compose pull` pulls what says nothing although it is there. */
  readonly saysPull?: true
  /** Its file names the image; else it is only named after the project. */
  readonly namesImage?: true
  readonly build?: BuildImage
  /** Where its file asks for several: `build` is for the one that containers run on. */
  readonly buildPlatforms?: readonly string[]
  /** What is to be kept beside its image, where the Engine can. */
  readonly attestations?: NonNullable<BuildImage['attestations']>
  /** Services whose images its build is made from. */
  readonly buildsFrom?: readonly string[]
  readonly dependsOn: readonly DesiredDependency[]
  /** What it takes from containers of other services. Its bodies name those services where the Engine wants ids. */
  readonly sharing?: Sharing
  /** Other services as `links` names them: `db`, or `db:database`. */
  readonly links: readonly string[]
  /** Put into a container before each start. */
  readonly files: readonly InjectedFile[]
  readonly hooks: { readonly post_start: readonly ExecRequest[]; readonly pre_stop: readonly ExecRequest[] }
  /** Keys of {@link DesiredState.networks} it attaches to. */
  readonly networks: readonly string[]
  /** Keys of {@link DesiredState.volumes} it mounts. */
  readonly volumes: readonly string[]
  /** Container paths of volumes without a source: carried over when the container is replaced. */
  readonly anonymousVolumes: readonly string[]
  /** References of images that it mounts. */
  readonly imageMounts: readonly string[]
  /** Absent: the container's own stop timeout. */
  readonly stopGraceSeconds?: number
  readonly hasHealthcheck: boolean
  /** What its file says and the Engine is not sent. */
  readonly unapplied: readonly Unapplied[]
  /** Name and body per replica number, 1-based. Labels lack only the image id, known when it is created. */
  readonly containers: (replica: number) => { readonly name: string; readonly body: ContainerBody }
}

export interface Sharing {
  readonly shares: readonly Share[]
  readonly hashParts: HashParts
}

/** The text that is hashed, in which the ids of the containers of services are missing. */
export type HashParts = readonly (string | { readonly service: string })[]

/** A file that is copied into a container. */
export interface InjectedFile {
  /** Absolute, in the container. */
  readonly path: string
  /** Permission bits. */
  readonly mode: number
  /** Absent: root. */
  readonly owner?: { readonly uid: number; readonly gid: number }
  /** Its text, or the credentials of registries that Berth knows when it is copied. */
  readonly content: { readonly text: string } | { readonly credentials: true }
}

export interface DesiredDependency {
  readonly service: string
  readonly condition: 'service_started' | 'service_healthy' | 'service_completed_successfully'
  readonly required: boolean
  readonly restart: boolean
}

export interface DesiredNetwork {
  readonly key: string
  readonly name: string
  readonly external: boolean
  readonly configHash: string
  readonly body: NetworkBody
}

export interface DesiredVolume {
  readonly key: string
  readonly name: string
  readonly external: boolean
  readonly configHash: string
  readonly body: VolumeBody
}
