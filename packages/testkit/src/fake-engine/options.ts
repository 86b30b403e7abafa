import type {
  BuildEvent,
  BuildImage,
  ExecRequest,
  ImageInspect,
  LogLine,
  RegistryAuth,
} from '@berth/docker-engine'

/** How the fake Engine behaves; without options it is empty and every program runs until it is stopped. */
export interface FakeEngineOptions {
  /** Of the Engine's API; 1.45 unless said. */
  readonly apiVersion?: string
  /** It stores images in containerd; not so unless said. */
  readonly keepsPlatforms?: boolean
  /** Epoch milliseconds; by default the machine's clock. */
  readonly now?: () => number
  /** Images it has, by reference. */
  readonly images?: readonly ImageSeed[]
  /** Images a pull finds, by reference. */
  readonly registry?: readonly ImageSeed[]
  /** Ports of the host that programs outside of containers listen on. */
  readonly portsTaken?: readonly number[]
  /** What a started container does. Undefined: it runs until it is stopped, and its healthcheck passes. */
  readonly program?: (started: StartedContainer) => Program | undefined
  /** What a command does that is run in a container. Undefined: it succeeds without a word. */
  readonly exec?: (request: FakeExecRequest) => FakeExec | undefined
  /** Ids of containers by name, where not just any will do. */
  readonly containerIds?: Readonly<Record<string, string>>
  /** What it knows of registries. */
  readonly credentials?: readonly RegistryAuth[]
  /** What a build does. Undefined: it succeeds, and equal requests give equal images. */
  readonly build?: (request: BuildImage) => FakeBuild | undefined
}

export interface ImageSeed {
  readonly reference: string
  readonly config?: NonNullable<ImageInspect['Config']>
  /** Tells images of the same configuration apart; by default the reference. */
  readonly content?: string
}

export interface StartedContainer {
  readonly name: string
  readonly image: string
  /** Entrypoint and arguments, the image's own included. */
  readonly command: readonly string[]
  readonly labels: Readonly<Record<string, string>>
  /** The test of its healthcheck, for example `['CMD', 'true']`. */
  readonly healthcheck?: readonly string[]
}

/** What a program does as soon as it is started. */
export interface Program {
  readonly prints?: readonly Pick<LogLine, 'stream' | 'text'>[]
  /** It ends with this code just after the start. Absent: it runs. */
  readonly exitCode?: number
  /** The kernel is said to have killed it for want of memory. */
  readonly isOutOfMemory?: boolean
  /** How it ends when it is told to stop; 137 (killed) by default. */
  readonly exitCodeOnStop?: number
  /** What its healthcheck finds, if it has one; `starting` is for ever. `healthy` by default. */
  readonly health?: 'starting' | 'healthy' | 'unhealthy'
  /** Of the two that there are, how much it uses all the time; 0.5 by default. */
  readonly processors?: number
  /** Bytes that come in over its network all the time; none by default. */
  readonly receivesPerSecond?: number
}

export interface FakeExecRequest extends ExecRequest {
  /** Name of the container. */
  readonly container: string
}

export interface FakeExec {
  readonly prints?: readonly Pick<LogLine, 'stream' | 'text'>[]
  /** It prints what it is given, and ends when there is no more. */
  readonly echoes?: true
  /** 0 by default. */
  readonly exitCode?: number
}

export interface FakeBuild {
  readonly events?: readonly BuildEvent[]
  /** Another content gives another image id. */
  readonly content?: string
  readonly config?: NonNullable<ImageInspect['Config']>
  /** The step that fails, and the last of its output. */
  readonly failure?: { readonly step: string; readonly output: string }
}
