import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { ParityCase } from './find-cases.ts'
import type { SeenRequest } from './recording-proxy.ts'

/** What Docker Compose sent for a case, from its `requests.json`. */
export interface Recorded {
  readonly recordedFrom: string
  /** By name; of containers whose ids others are told of, and which are part of hashes so. */
  readonly containerIds?: Readonly<Record<string, string>>
  readonly requests: readonly RecordedRequest[]
}

/** What stands in a recording instead of an id. */
export const nameOfId = (name: string): string => `<id of ${name}>`

export type RecordedRequest = Omit<SeenRequest, 'id'>

/** Reads what was recorded; undefined where nothing was. */
export function readRecorded({ folder }: ParityCase): Recorded | undefined {
  const file = path.join(folder, 'requests.json')
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
}
