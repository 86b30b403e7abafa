/** A line of a plan's text, in pieces that a terminal may colour. */
export type PlanLine = readonly PlanSpan[]

export interface PlanSpan {
  readonly text: string
  readonly tone?: PlanTone
}

/** What a piece of text tells, for whoever chooses its colour. */
export type PlanTone = 'title' | 'add' | 'change' | 'remove' | 'loss' | 'problem' | 'note' | 'quiet'

/** A piece of text. */
export const span = (text: string, tone?: PlanTone): PlanSpan =>
  tone === undefined ? { text } : { text, tone }

/** A line of one piece. */
export const line = (text: string, tone?: PlanTone): PlanLine => [span(text, tone)]
