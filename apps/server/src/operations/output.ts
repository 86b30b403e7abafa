import type { OutputChunk } from './operation-store.ts'

/** What builds and pulls print, gathered into chunks and cut when it is too much. */
export interface Output {
  add(step: string, text: string): void
  /** Hands over what waits, now. */
  flush(): void
}

export interface OutputLimits {
  /** Characters kept per operation. */
  readonly most: number
  /** How long lines wait for others. */
  readonly waitMs: number
  /** Characters that wait at most. */
  readonly waiting: number
}

const defaultLimits: OutputLimits = { most: 2 * 2 ** 20, waitMs: 200, waiting: 64 * 2 ** 10 }

/** @param deliver Called with chunks in order; neighbouring lines of one step are one chunk of whole lines. */
export function createOutput(
  deliver: (chunks: readonly OutputChunk[]) => void,
  { most, waitMs, waiting }: OutputLimits = defaultLimits,
): Output {
  let chunks: { step: string; text: string }[] = []
  let size = 0
  let total = 0
  let isCut = false
  let timer: NodeJS.Timeout | undefined

  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    const ready = chunks
    chunks = []
    size = 0
    if (ready.length > 0) deliver(ready)
  }

  const append = (step: string, text: string) => {
    const last = chunks.at(-1)
    if (last?.step === step) last.text += text
    else chunks.push({ step, text })
    size += text.length
    if (size >= waiting) flush()
    else timer ??= setTimeout(flush, waitMs)
  }

  return {
    add(step, text) {
      if (isCut) return
      const line = text.endsWith('\n') ? text : `${text}\n`
      total += line.length
      isCut = total > most
      append(step, isCut ? `… cut after ${most} characters\n` : line)
    },
    flush,
  }
}
