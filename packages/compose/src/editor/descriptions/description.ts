/** What an attribute means, in our own words. */
export interface Description {
  /** One or two sentences. */
  readonly words: string
  /** What counts when it is left out. */
  readonly fallback?: string
  /** A value as it is written after the colon. */
  readonly example?: string
  /** The words that may stand there, the usual first. */
  readonly values?: readonly string[]
  /** The section of the specification, where it is not named like the attribute. */
  readonly section?: string
}

/** Descriptions by attribute; the usual ones stand first, as they are offered in this order. */
export type Descriptions = Readonly<Record<string, Description>>
