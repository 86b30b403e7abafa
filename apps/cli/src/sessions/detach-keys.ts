import type { Problem } from '../problem.ts'

/** What is typed to leave a session, where nothing else is said. */
export const usualDetachKeys = 'ctrl-p,ctrl-q'

/** Reads keys as Docker writes them: letters, `ctrl-` with a letter or one of `@[\]^_`, with commas between. Pure. */
export function parseDetachKeys(text: string): Uint8Array | { readonly problem: Problem } {
  const keys = text.split(',').map(codeOf)
  if (keys.every((key) => key !== undefined)) return Uint8Array.from(keys)
  return {
    problem: {
      code: 'CLI_BAD_VALUE',
      message: `--detach-keys does not understand '${text}'`,
      fix: 'Write keys such as ctrl-p,ctrl-q or a.',
    },
  }
}

function codeOf(key: string): number | undefined {
  const control = /^ctrl-([a-z@[\\\]^_])$/.exec(key.toLowerCase())?.[1]
  if (control !== undefined) return control.toUpperCase().charCodeAt(0) - 64
  return /^[\x20-\x7e]$/.test(key) ? key.charCodeAt(0) : undefined
}

/** What is left of a piece of input, and whether it held the keys. */
export interface Filtered {
  readonly bytes: Uint8Array
  readonly isDetached: boolean
}

/** Looks for the keys in what is typed. What may be their beginning is held back until it is clear. */
export function createDetachFilter(keys: Uint8Array): (bytes: Uint8Array) => Filtered {
  let matched = 0
  return (bytes) => {
    const passed: number[] = []
    for (const byte of bytes) {
      if (byte === keys[matched]) {
        matched += 1
        if (matched === keys.length) return { bytes: Uint8Array.from(passed), isDetached: true }
        continue
      }
      passed.push(...keys.subarray(0, matched))
      matched = byte === keys[0] ? 1 : 0
      if (matched === 0) passed.push(byte)
    }
    return { bytes: Uint8Array.from(passed), isDetached: false }
  }
}
