import type { ContainerInspect, ContainerState, ImageInspect, NetworkBody } from '@berth/docker-engine'
import type { DesiredDependency } from '../desired/desired-state.ts'

/** What the Engine holds of one project, parsed and typed. It chooses nothing. Plain, serialisable data. */
export interface ObservedState {
  readonly project: string
  /** When it was looked at, in epoch milliseconds. */
  readonly at: number
  /** What registries have now under the references that are to be pinned. */
  readonly digests?: Readonly<Record<string, string>>
  /** Every container with the project's label, one-offs included; sorted by service, number and name. */
  readonly containers: readonly ObservedContainer[]
  /** The project's own, and those that the target names; sorted by name. */
  readonly networks: readonly ObservedNetwork[]
  readonly volumes: readonly ObservedVolume[]
  /** By the reference that was asked for. Absent: not on the Engine. */
  readonly images: Readonly<Record<string, ObservedImage>>
  /** The API that the Engine and Berth both speak, for example `1.45`. */
  readonly api: string
  /** Whether images of several platforms, and attestations, can be kept; known only when a build asks for them. */
  readonly keepsPlatforms?: boolean
  /**
   * Containers of other projects, or of none, that have a name or hold a host port which the target wants.
   * Looked for only when a container is missing, differs or does not run.
   */
  readonly others: readonly OtherContainer[]
  /** Programs outside of containers that listen on such a port, as far as that can be seen. */
  readonly listeners: readonly ObservedListener[]
  /** Those that `down` may be asked to remove; looked for only when it is. */
  readonly removableImages?: readonly RemovableImage[]
  /** Where images lie, and how much room is left there; only when images may have to be fetched. */
  readonly disk?: ObservedDisk
}

/** An image that was built for the project, or that its files or containers name. */
export interface RemovableImage {
  readonly id: string
  /** As the Engine shows them, `redis:8` or `redis@sha256:…`; sorted, tags first. */
  readonly names: readonly string[]
  /** The service of the project that it was built for, as its label says. */
  readonly service?: string
  /** What was made from it, of whichever project; sorted by name. */
  readonly users: readonly { readonly id: string; readonly name: string; readonly project?: string }[]
}

export interface OtherContainer {
  readonly name: string
  /** Absent: not made by Compose. */
  readonly project?: string
  readonly service?: string
  readonly state: ContainerState
  /** Host ports that it holds while it runs. */
  readonly ports: readonly HeldPort[]
}

export interface HeldPort {
  readonly hostIp?: string
  readonly published: number
  readonly protocol: string
}

export interface ObservedListener extends HeldPort {
  /** Absent: not to be seen by this user. */
  readonly program?: { readonly pid: number; readonly name: string }
}

export interface ObservedDisk {
  readonly folder: string
  /** Absent: the folder cannot be seen from here. */
  readonly freeBytes?: number
}

export interface ObservedContainer {
  readonly id: string
  /** Without the leading slash. */
  readonly name: string
  /** Empty when the label is missing. */
  readonly service: string
  /** 0 when the label is missing. */
  readonly number: number
  readonly isOneOff: boolean
  readonly state: ContainerState
  readonly health?: 'starting' | 'healthy' | 'unhealthy'
  /** Only of a container that has exited. */
  readonly exitCode?: number
  readonly configHash?: string
  /** The folder of the files it was made from. */
  readonly workingDir?: string
  /** As the file named it; its id when that name means another image by now. */
  readonly image: string
  readonly imageId: string
  /** The image id that was current when the container was made, as its label says. */
  readonly imageLabel?: string
  /** As its label says, sorted by service. */
  readonly dependsOn: readonly ObservedDependency[]
  /** Host ports that it holds while it runs. */
  readonly ports: readonly HeldPort[]
  readonly volumes: readonly { readonly name: string; readonly destination: string }[]
  /** Network name to network id. */
  readonly networks: Readonly<Record<string, string>>
  /** Only of containers that differ from what the target wants: to say in which attribute. */
  readonly details?: ContainerDetails
}

/** What a container was made to depend on; the label does not say whether it is required. */
export type ObservedDependency = Omit<DesiredDependency, 'required'>

export interface ContainerDetails {
  readonly config: ContainerInspect['Config']
  readonly hostConfig: ContainerInspect['HostConfig']
  /** Network name to aliases. */
  readonly aliases: Readonly<Record<string, readonly string[]>>
  /** Settings of the image it was made from, which its own are laid over; absent when that is gone. */
  readonly imageConfig?: ImageInspect['Config']
  /** Of that image, layers that others share included. */
  readonly imageBytes?: number
  /** What registries have that image as: `name@sha256:…`. */
  readonly repoDigests?: readonly string[]
}

export interface ObservedNetwork {
  readonly id: string
  readonly name: string
  readonly project?: string
  readonly key?: string
  readonly configHash?: string
  /** Makes it again as it is. */
  readonly body: NetworkBody
}

export interface ObservedVolume {
  readonly name: string
  readonly project?: string
  readonly key?: string
  readonly configHash?: string
}

export interface ObservedImage {
  readonly id: string
  /**
   * Container paths that the image declares as volumes, sorted. Known only when a container of a service with
   * this image has an anonymous volume, which a replacement may have to take over.
   */
  readonly volumes?: readonly string[]
  /** Layers that others share included. */
  readonly bytes?: number
  /** What registries have it as, sorted: `name@sha256:…`. */
  readonly repoDigests?: readonly string[]
  /** When a name was last given to it here, in epoch milliseconds. Known only of images with a policy to refresh. */
  readonly taggedAt?: number
}
