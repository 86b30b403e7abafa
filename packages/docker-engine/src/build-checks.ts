import type { BuildImage, RegistryOptions } from './engine.ts'

/** Looking at builds without building. It changes nothing on the Engine, and no plan needs it. */
export interface EngineBuildChecks {
  /**
   * What the builder has to say of the Dockerfile of a build. Rejects with `ENGINE_BUILD_FAILED`, also where neither
   * the Engine's builder can check nor the one that it would fetch for it.
   *
   * @see https://docs.docker.com/build/checks/
   */
  checkBuild(request: BuildImage, options?: RegistryOptions): Promise<BuildCheck>
}

/** Nothing in it: there is nothing to say. */
export interface BuildCheck {
  readonly warnings: readonly BuildWarning[]
  /** Why it cannot be built at all. */
  readonly fault?: BuildRemark
}

/** Something that was found, and where. */
export interface BuildRemark {
  readonly message: string
  readonly place?: BuildPlace
}

/** A rule that a Dockerfile breaks. */
export interface BuildWarning extends BuildRemark {
  /** For example `FromAsCasing`; a Dockerfile leaves rules out by it. */
  readonly rule: string
  /** What is wrong with breaking it. */
  readonly description: string
  /** Where more is written about it. Empty: nowhere. */
  readonly url: string
}

/** Lines of a file, counted from 1. */
export interface BuildPlace {
  readonly file: string
  readonly text: string
  readonly firstLine: number
  readonly lastLine: number
}
