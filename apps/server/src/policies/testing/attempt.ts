/** A way round a policy: what the files say, and the rule that notices it, or the code of the refusal. */
export interface Attempt {
  readonly what: string
  /** By path. */
  readonly files: Readonly<Record<string, string>>
  readonly seen: string
}
