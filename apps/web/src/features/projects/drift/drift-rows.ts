import type { ProjectDetail } from '@berth/contract'

type Drift = NonNullable<ProjectDetail['drift']>

/** One service in which files, deployed revision and Engine are not all the same. */
export interface DriftRow {
  readonly service: string
  /** The files describe it in another way than the revision. */
  readonly files: boolean
  /** Its containers are others than the revision made, or, without one, than the files ask for. */
  readonly engine: boolean
}

/** The services that drifted, by name. */
export function driftRows({ files, engine }: Drift): readonly DriftRow[] {
  return [...new Set([...files, ...engine])]
    .sort()
    .map((service) => ({ service, files: files.includes(service), engine: engine.includes(service) }))
}

/** What differs from what, in a sentence; undefined when nothing does. */
export function driftTitle({ revision, files, engine }: Drift): string | undefined {
  const base = revision === null ? 'what the files ask for' : `revision ${revision}, which was deployed last`
  if (files.length > 0 && engine.length > 0) return `The files and the containers differ from ${base}`
  if (files.length > 0) return `The files differ from ${base}`
  return engine.length > 0 ? `The containers differ from ${base}` : undefined
}
