/** How a state is meant, whatever its name; each has one colour in each theme. */
export type Tone = 'positive' | 'progress' | 'warning' | 'negative' | 'neutral'

/** A state as a person sees it: always a word and an icon, never colour alone. */
export interface StateLook {
  readonly label: string
  readonly icon: string
  readonly tone: Tone
  /** Something is going on: the icon turns. */
  readonly isMoving?: boolean
}

export const toneText: Readonly<Record<Tone, string>> = {
  positive: 'text-positive',
  progress: 'text-progress',
  warning: 'text-caution',
  negative: 'text-negative',
  neutral: 'text-muted',
}

export const toneWash: Readonly<Record<Tone, string>> = {
  positive: 'bg-positive/8 border-positive/25',
  progress: 'bg-progress/8 border-progress/25',
  warning: 'bg-caution/8 border-caution/25',
  negative: 'bg-negative/8 border-negative/25',
  neutral: 'bg-wash border-line',
}
