import type { Policy, Verdict } from './policy.ts'

/** One objection to a plan. */
export interface Finding {
  /** The rule of the policy that decides. */
  readonly rule: keyof Policy
  readonly verdict: Exclude<Verdict, 'allowed'>
  /** The action that would do it. */
  readonly action: string
  readonly service?: string
  /** The field of the Engine's body, for example `HostConfig.Privileged`. */
  readonly field: string
  /** One sentence: what would be, in the words of a person. Values of variables are never in it. */
  readonly message: string
  /** What it comes to: of a path, where that leads in the end. */
  readonly value?: string
  /** Where the files say so, as far as they tell. */
  readonly origin?: FindingOrigin
}

export interface FindingOrigin {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** An objection before it is known whose it is. `attribute`: that of the compose file, below the service. */
export interface Objection {
  readonly rule: Finding['rule']
  readonly verdict: Verdict
  readonly field: string
  readonly message: string
  readonly value?: string
  readonly attribute: readonly string[]
}

/** What a judge gets to know besides what it judges. */
export interface Judging {
  readonly policy: Policy
  readonly project: string
  readonly service: string
  /** A path of the host without links and dots; `undefined`: nobody has looked where it leads. */
  readonly realPath: (path: string) => string | undefined
  /** See {@link ReviewContext.ownFolders}. */
  readonly ownFolders: readonly string[]
  /** Ids and names of containers of this project. */
  readonly isOwnContainer: (container: string) => boolean
  readonly isForeignVolume: (name: string) => boolean
  /** References of images that the project's own builds make. */
  readonly isBuilt: (image: string) => boolean
}
