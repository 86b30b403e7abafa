import { fstatSync, statSync, writeSync } from 'node:fs'
import type { WriteStream } from 'node:tty'
import type { Output } from './world.ts'

type Descriptor = 1 | 2

/** Output that goes to a descriptor of the process. */
export interface StandardStream extends Output {
  /** Whether nothing waits for its reader any more. */
  readonly isWritten: boolean
}

/**
 * Standard output or error. Pipes and files are written to directly, as Node's own streams do too, but without
 * loading those, which takes as long as loading a project.
 *
 * A reader that goes away early (`berth config | head -1`) ends the process, and is no failure of ours.
 */
export function standardStream(descriptor: Descriptor): StandardStream {
  const isDirect = !isDevice(descriptor)
  let opened: WriteStream | undefined
  const stream = () => {
    opened ??= openStream(descriptor)
    return opened
  }
  return {
    write: (content) => {
      const rest = isDirect && opened === undefined ? writeDirectly(descriptor, content) : content
      if (rest.length > 0) stream().write(rest)
    },
    writeBytes: async (bytes) => {
      const rest = isDirect && opened === undefined ? writeDirectly(descriptor, bytes) : bytes
      if (rest.length > 0) await new Promise<void>((resolve) => stream().write(rest, () => resolve()))
    },
    get isTerminal() {
      return !isDirect && stream().isTTY === true
    },
    get isWritten() {
      return (opened?.writableLength ?? 0) === 0
    },
    size: () => {
      const { columns, rows } = isDirect ? { columns: 0, rows: 0 } : stream()
      return { columns: columns || 80, rows: rows || 24 }
    },
  }
}

/** Terminals are devices, and so are some things that are none: the stream can tell. */
function isDevice(descriptor: Descriptor): boolean {
  try {
    const stats = fstatSync(descriptor)
    return stats.isCharacterDevice() && stats.rdev !== statSync('/dev/null').rdev
  } catch {
    // Whoever started us closed it: the stream swallows what is written.
    return true
  }
}

function openStream(descriptor: Descriptor): WriteStream {
  const stream = descriptor === 1 ? process.stdout : process.stderr
  return stream.on('error', (error) => leave(error, descriptor))
}

/** What a pipe that its other owner made non-blocking does not take now is returned: the stream can wait for it. */
function writeDirectly(descriptor: Descriptor, content: string | Uint8Array): Uint8Array {
  let rest: Uint8Array = typeof content === 'string' ? Buffer.from(content) : content
  try {
    while (rest.length > 0) rest = rest.subarray(writeSync(descriptor, rest))
  } catch (error) {
    if (!hasCode(error, 'EAGAIN')) leave(error, descriptor)
  }
  return rest
}

function leave(error: unknown, descriptor: Descriptor): never {
  if (hasCode(error, 'EPIPE')) process.exit(descriptor === 1 ? 0 : 1)
  throw error
}

const hasCode = (error: unknown, code: string) =>
  error instanceof Error && 'code' in error && error.code === code
