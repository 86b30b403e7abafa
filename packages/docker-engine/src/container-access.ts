import type { Waiting } from './engine.ts'

/** A command for `docker exec`, in the Engine's terms. */
export interface ExecRequest {
  readonly command: readonly string[]
  /** `name|uid[:group|gid]`; absent: that of the container. */
  readonly user?: string
  readonly workingDir?: string
  /** `KEY=value`, over those of the container. */
  readonly env?: readonly string[]
  readonly isPrivileged?: boolean
}

export interface ExecOptions extends Waiting {
  /** Told of every line as it comes, without its end. */
  readonly onOutput?: (line: ExecLine) => void
}

export interface ExecLine {
  readonly stream: 'stdout' | 'stderr'
  /** ANSI sequences kept. Cut at 16 KiB. */
  readonly text: string
}

export interface ExecResult {
  /** 126 or 127 when the Engine could not start the command; `output` then says why. */
  readonly exitCode: number
  /** Lines of both streams in the order they came; the last 64 KiB of them. */
  readonly output: string
}

/** What is at a path inside a container. */
export interface PathStat {
  /** Last part of the path. */
  readonly name: string
  readonly kind: 'file' | 'folder' | 'link' | 'other'
  readonly sizeBytes: number
  /** Permission bits. */
  readonly mode: number
  /** Links only: where it points to, as an absolute path inside the container. */
  readonly linkTarget?: string
}

export interface PutArchiveOptions extends Waiting {
  /**
   * Everything belongs to the user that the container runs as, whatever owner the tar names. The Engine looks that
   * user up on its own host, and refuses one it does not find there.
   */
  readonly isOwnedByUser?: boolean
  /** Refuse to replace a folder by a file, and a file by a folder. */
  readonly keepsKind?: boolean
}

/** Bytes of a tar, at once or as they come. */
export type TarBytes = Uint8Array | AsyncIterable<Uint8Array>
