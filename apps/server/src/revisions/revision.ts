import type { Revision, RevisionImage, RevisionOutcome, VariableSource } from '@berth/contract'
import type { DeployedMarks } from '../projects/drift.ts'
import type { VariableValue } from '../variables/kept-variables.ts'

/** A service as a revision has it. */
export interface RevisionService extends RevisionImage {
  /** As its containers carry it. */
  readonly configHash: string
  readonly replicas: number
}

/** What one deployment was made from, as the server keeps it. */
export interface RevisionRecord {
  readonly id: string
  readonly project: string
  readonly number: number
  /** Epoch milliseconds. */
  readonly createdAt: number
  readonly author: Revision['author']
  readonly message: string
  readonly outcome: RevisionOutcome
  readonly isPinned: boolean
  readonly rollbackOf?: number
  readonly operation?: string
  /** Sorted by name. */
  readonly services: readonly RevisionService[]
  /** Sealed; see {@link RevisionContents}. */
  readonly sealed: string
  readonly fingerprint: string
}

export interface RevisionFile {
  readonly path: string
  readonly sha256: string
  readonly sizeBytes: number
  readonly isExecutable: boolean
}

/** A variable from beside the files. */
export interface RevisionVariable extends VariableValue {
  readonly name: string
  readonly source: Extract<VariableSource, 'project' | 'global'>
}

/** What of a revision is secret. */
export interface RevisionContents {
  /** Sorted by name. */
  readonly variables: readonly RevisionVariable[]
  /** The resolved compose file, in YAML, with `***` for what is secret. */
  readonly model: string
}

/** What the contents of a revision are sealed for. */
export const placeOf = (id: string): string => `revision ${id}`

/** What there is to know of the one that a project runs. Pure. */
export const toDeployedMarks = ({ number, author, createdAt, services }: RevisionRecord): DeployedMarks => ({
  revision: number,
  author: author.name,
  createdAt,
  services,
})

/** As a reply tells it. Pure. */
export function toRevision(record: RevisionRecord, deployed: number | undefined): Revision {
  const { services, sealed: _sealed, fingerprint: _fingerprint, createdAt, ...rest } = record
  return {
    ...rest,
    createdAt: new Date(createdAt).toISOString(),
    isDeployed: record.number === deployed,
    images: services.map(({ service, image, id, digest }) => ({
      service,
      image,
      ...(id !== undefined && { id }),
      ...(digest !== undefined && { digest }),
    })),
  }
}
