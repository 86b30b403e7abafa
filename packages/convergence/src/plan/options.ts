/** What a person can ask of `up`. All absent: converge every service and wait until it is up. */
export interface PlanUpOptions {
  /** Builds images of services that have a `build` even when they exist. */
  readonly build?: boolean
  /** Builds nothing: an image that is absent is pulled where it has a name of its own, else it is missing. */
  readonly noBuild?: boolean
  /** Replaces containers that are up to date too; of the chosen services when some are chosen. */
  readonly forceRecreate?: boolean
  /** The same for services that are only there because the chosen ones depend on them. */
  readonly alwaysRecreateDeps?: boolean
  /** Replaces the chosen services, and takes over no anonymous volume from what it replaces. */
  readonly renewAnonVolumes?: boolean
  /** `false`: makes what is missing and replaces what differs, and starts nothing. */
  readonly start?: boolean
  /** `never`: containers that differ stay as they are. */
  readonly recreate?: 'never'
  readonly removeOrphans?: boolean
  /**
   * What references have to mean, whatever they mean now: images of an earlier deployment. They are neither
   * pulled nor built anew. One whose id is gone is pulled by its digest.
   */
  readonly images?: Readonly<Record<string, { readonly id: string; readonly digest?: string }>>
  /**
   * Pulls by digest what registries have now: the plan says which image that is, and no other runs. Takes a state
   * that was observed with `pinDigests` too.
   */
  readonly pinDigests?: boolean
  /** Takes over what was made of files in another folder under the same project name. */
  readonly adopt?: boolean
  /** Only these and what they depend on. Absent or empty: all. */
  readonly services?: readonly string[]
  /** With `services`: not what they depend on. */
  readonly noDeps?: boolean
  /**
   * `false`: waits only for what replaces a container and for what others depend on. Else also for every
   * other container that it starts.
   */
  readonly wait?: boolean
  /** Seconds to stop in. Absent: the container's own stop timeout. */
  readonly timeoutSeconds?: number
}
