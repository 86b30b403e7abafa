import type {
  BuildImage,
  ContainerBody,
  EndpointSettings,
  ExecRequest,
  NetworkBody,
  VolumeBody,
} from '@berth/docker-engine'

import type { HashParts, InjectedFile } from '../desired/desired-state.ts'

/**
 * A container that exists, or the one that an earlier action of the same plan makes. `otherwise`: the one
 * that is meant when that action was skipped.
 */
export type ContainerRef = { readonly id: string } | { readonly ref: string; readonly otherwise?: string }

/** What each kind of action needs. Adding a kind here makes the compiler ask for its executor. */
export interface ActionInputs {
  /** With a digest: the image of that digest, which then is given the name. */
  'pull-image': { readonly image: string; readonly platform?: string; readonly digest?: string }
  /** Makes the reference mean that image again: one that is here, or else the one of that digest in its registry. */
  'restore-image': { readonly image: string; readonly imageId: string; readonly digest?: string }
  'build-image': { readonly image: string; readonly build: BuildImage }
  'push-image': { readonly image: string }
  /** Takes the name from an image; with its last one the image goes, too. */
  'remove-image': { readonly image: string }
  'create-network': { readonly body: NetworkBody }
  'remove-network': { readonly network: string; readonly name: string }
  /** Puts a stopped container back on a network; only rollbacks need it. */
  'connect-network': {
    readonly network: string
    readonly container: ContainerRef
    readonly name: string
    readonly endpoint: EndpointSettings
  }
  'create-volume': { readonly body: VolumeBody }
  'remove-volume': { readonly volume: string }
  'create-container': {
    readonly name: string
    readonly platform?: string
    readonly body: ContainerBody
    /** Anonymous volumes taken over from the container it replaces: container path to volume name. */
    readonly inherits: Readonly<Record<string, string>>
    /** The containers that it shares with, by the service that the body names; their ids are part of the hash. */
    readonly shares?: {
      readonly containers: Readonly<Record<string, ContainerRef>>
      readonly hashParts: HashParts
    }
  }
  /** Puts files into a container that does not run yet. */
  'copy-files': {
    readonly container: ContainerRef
    readonly name: string
    readonly files: readonly InjectedFile[]
  }
  'start-container': { readonly container: ContainerRef; readonly name: string }
  /** Runs a command in a container that runs, and fails when the command does. */
  'run-hook': {
    readonly container: ContainerRef
    readonly name: string
    readonly event: 'post_start' | 'pre_stop'
    /** Its place in the list of the file. */
    readonly index: number
    readonly command: ExecRequest
  }
  'wait-container': {
    readonly container: ContainerRef
    readonly name: string
    /**
     * `healthy`: its healthcheck passes. `completed`: it exits with 0. `up`: healthy when it has a
     * healthcheck, else still running, or exited with 0, after the settling time.
     */
    readonly until: 'healthy' | 'completed' | 'up'
  }
  'stop-container': {
    readonly container: ContainerRef
    readonly name: string
    readonly graceSeconds?: number
  }
  /** Starts it when it does not run. */
  'restart-container': {
    readonly container: ContainerRef
    readonly name: string
    readonly graceSeconds?: number
  }
  'pause-container': { readonly container: ContainerRef; readonly name: string }
  'unpause-container': { readonly container: ContainerRef; readonly name: string }
  /** Sends a signal and does not wait for what comes of it. */
  'kill-container': { readonly container: ContainerRef; readonly name: string; readonly signal: string }
  'remove-container': {
    readonly container: ContainerRef
    readonly name: string
    /** Its anonymous volumes too. */
    readonly volumes: boolean
    /** Kills it when it runs. */
    readonly force?: boolean
  }
  'rename-container': { readonly container: ContainerRef; readonly from: string; readonly to: string }
}

export type ActionKind = keyof ActionInputs

interface ActionBase {
  /** Stable across replans, for example `stop-container:web:2`. */
  readonly id: string
  /** Why it is needed, in words a user reads: `configuration changed: environment REDIS`. */
  readonly cause: string
  /** Ids of the actions that must succeed first. */
  readonly after: readonly string[]
  /** Ids of actions that must have ended first, whichever way: what an optional dependency does. */
  readonly afterEnd?: readonly string[]
  /** Actions of one group are one line of progress: `service web 1`, `network shop_default`. */
  readonly group: string
  readonly service?: string
  /** What is lost for good, in words: `volume shop_data`. */
  readonly destroys?: string
  /** Its failure is told and does not stop the rest, because nothing requires what it waits for. */
  readonly isOptional?: boolean
  /** Skipped unless that action has failed: another way to the same end. */
  readonly onlyIfFailed?: string
  /**
   * Skipped, with everything else that carries the same condition, when the image that `ref` pulled or
   * built turns out to be the one already in use.
   */
  readonly onlyIfImageChanged?: { readonly ref: string; readonly from: string }
}

/** One Engine call (or one wait for the Engine), and why. */
export type Action<K extends ActionKind = ActionKind> = {
  [Kind in K]: ActionInputs[Kind] & ActionBase & { readonly kind: Kind }
}[K]
