import type { ApplyEvent } from '@berth/convergence'

/** As many lines as the last lines of a container that has failed. */
const mostLines = 20

/** Keeps the last lines that each action has printed, to show them when it fails. */
export interface OutputTails {
  readonly onEvent: (event: ApplyEvent) => void
  readonly of: (action: string) => readonly string[]
}

export function createOutputTails(): OutputTails {
  const tails = new Map<string, readonly string[]>()
  return {
    onEvent: (event) => {
      if (event.kind !== 'action-output') return
      const lines = event.text.split(/\r?\n/).filter((line) => line.trim() !== '')
      tails.set(event.action, [...(tails.get(event.action) ?? []), ...lines].slice(-mostLines))
    },
    of: (action) => tails.get(action) ?? [],
  }
}
