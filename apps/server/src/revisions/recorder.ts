import type { RevisionOutcome } from '@berth/contract'
import { isEmptyPlan, type Plan } from '@berth/convergence'
import { type EngineReader, isEngineError, label } from '@berth/docker-engine'
import { ulid } from 'ulid'
import type { DeployedMarks } from '../projects/drift.ts'
import type { LoadedProject } from '../projects/loader.ts'
import type { Masks } from '../secrets/masks.ts'
import type { Seal } from '../secrets/seal.ts'
import type { Blobs } from './blobs.ts'
import { openContents } from './contents.ts'
import { expiredRevisions, type Retention } from './retention.ts'
import {
  placeOf,
  type RevisionContents,
  type RevisionFile,
  type RevisionRecord,
  type RevisionService,
  toDeployedMarks,
} from './revision.ts'
import type { RevisionStore } from './revision-store.ts'
import { fingerprintOf, type Snapshot, secretsOf } from './snapshot.ts'

/** A plan, and what it was made from. */
export interface Planned {
  readonly plan: Plan
  readonly snapshot: Snapshot
}

/** Who deploys, and why. */
export interface DeploymentNote {
  /** Id of the operation. */
  readonly operation: string
  readonly author: RevisionRecord['author']
  readonly message: string
  readonly rollbackOf?: number
}

/** Takes down what deployments are made from. */
export interface DeploymentRecorder {
  /** Plans with `plan`, and makes sure that what it saw is what is taken down. */
  plan(project: string, plan: () => Promise<Plan>): Promise<Planned>
  /**
   * Records that a deployment begins, and resolves with the number of its revision. Inputs that were deployed
   * last, and change nothing now or did not come up then, are that revision again.
   */
  begin(planned: Planned, note: DeploymentNote): Promise<number>
  end(project: string, revision: number, outcome: RevisionOutcome): Promise<void>
  /** Takes down what is there, unless it is the newest revision already: something is about to replace it. */
  save(project: string, author: RevisionRecord['author']): Promise<void>
  /** Nothing of the project runs any more. */
  tornDown(project: string): Promise<void>
}

export interface RecorderDependencies {
  readonly store: RevisionStore
  readonly blobs: Blobs
  readonly seal: Seal
  readonly masks: Masks
  readonly engine: EngineReader
  readonly retention: Retention
  readonly now: () => number
  readonly snapshot: (project: string) => Promise<Snapshot>
  readonly load: (project: string) => Promise<LoadedProject>
  /** Told what a project runs from now on. */
  readonly onDeployed: (project: string, deployed: DeployedMarks | undefined) => void
}

/** What was put for a revision that is still being recorded is not swept. */
const sweepAfterMs = 60 * 60 * 1000

export function createDeploymentRecorder(dependencies: RecorderDependencies): DeploymentRecorder {
  const { store, blobs, seal, masks, now, snapshot, load, onDeployed } = dependencies

  const put = async ({ files }: Snapshot): Promise<RevisionFile[]> => {
    const rows: RevisionFile[] = []
    for (const { path, bytes, isExecutable = false } of files) {
      rows.push({ path, sha256: await blobs.put(bytes), sizeBytes: bytes.length, isExecutable })
    }
    return rows
  }

  const insert = async (
    taken: Snapshot,
    note: Omit<DeploymentNote, 'operation'> & { readonly outcome: RevisionOutcome },
    files: readonly RevisionFile[],
  ) => {
    const id = `rev_${ulid(now())}`
    const contents: RevisionContents = { variables: taken.variables, model: taken.model }
    const row = {
      ...note,
      id,
      project: taken.project,
      createdAt: now(),
      isPinned: false,
      services: taken.services,
      sealed: seal.seal(JSON.stringify(contents), placeOf(id)),
      fingerprint: fingerprintFor(taken, files),
    } as const
    return (await store.insert(row, files)).number
  }

  const fingerprintFor = (taken: Snapshot, files: readonly RevisionFile[]) =>
    fingerprintOf(taken, { seal, hashes: new Map(files.map(({ path, sha256 }) => [path, sha256])) })

  return {
    async plan(project, plan) {
      for (;;) {
        const taken = await snapshot(project)
        const made = await plan()
        // What is loaded stays the same object until something of it changes.
        if ((await load(project)) === taken.loaded) return { plan: made, snapshot: taken }
      }
    },
    async begin({ plan, snapshot: taken }, note) {
      const { project } = taken
      const files = await put(taken)
      const latest = await store.latest(project)
      const isSame = latest?.fingerprint === fingerprintFor(taken, files)
      if (latest === undefined || !isSame) return insert(taken, { ...note, outcome: 'pending' }, files)
      if (latest.outcome === 'succeeded') {
        return isEmptyPlan(plan) ? latest.number : insert(taken, { ...note, outcome: 'pending' }, files)
      }
      await store.update(latest.id, { outcome: 'pending', operation: note.operation })
      return latest.number
    },
    async end(project, number, outcome) {
      const revision = await store.find(project, number)
      if (revision === undefined) return
      if (outcome !== 'succeeded') {
        // One that came up before and was deployed again without a change has not failed for that.
        if (revision.outcome === 'pending') await store.update(revision.id, { outcome })
        return
      }
      const services = await withImages(revision, dependencies)
      await store.update(revision.id, { outcome, services })
      await store.setDeployed(project, number)
      onDeployed(project, toDeployedMarks(revision))
      masks.setDeployed(project, secretsOf(openContents(revision, seal)))
      await prune(project, dependencies)
    },
    async save(project, author) {
      const taken = await snapshot(project)
      const files = await put(taken)
      const latest = await store.latest(project)
      if (latest?.fingerprint === fingerprintFor(taken, files)) return
      const message = 'What was there before a rollback'
      await insert(taken, { author, message, outcome: 'saved' }, files)
    },
    async tornDown(project) {
      await store.setDeployed(project, undefined)
      onDeployed(project, undefined)
    },
  }
}

/** What the references of its services mean, as its containers show. */
async function withImages(
  { project, services }: RevisionRecord,
  { engine }: RecorderDependencies,
): Promise<RevisionService[]> {
  const containers = await engine.listContainers({ labels: [`${label.project}=${project}`] })
  const found: RevisionService[] = []
  for (const service of services) {
    const id = containers.find(({ labels }) => labels[label.service] === service.service)?.imageId
    const digest = id === undefined ? undefined : await digestOf(engine, { id, image: service.image })
    found.push({ ...service, ...(id !== undefined && { id }), ...(digest !== undefined && { digest }) })
  }
  return found
}

async function digestOf(engine: EngineReader, { id, image }: { id: string; image: string }) {
  try {
    const { RepoDigests } = await engine.inspectImage(id)
    const repository = image.replace(/@.*$/, '').replace(/:[^/:]*$/, '')
    const digests = (RepoDigests ?? []).map((digest) => digest.split('@'))
    const own = digests.find(([name]) => name === repository || name?.endsWith(`/${repository}`))
    return (own ?? digests[0])?.[1]
  } catch (error) {
    // Its container runs, and somebody has taken the name away.
    if (isEngineError(error, 'ENGINE_IMAGE_NOT_FOUND')) return undefined
    throw error
  }
}

async function prune(project: string, { store, blobs, retention, now }: RecorderDependencies): Promise<void> {
  const revisions = await store.list(project, { limit: 10_000 })
  const deployed = await store.deployed(project)
  const expired = expiredRevisions(revisions, { retention, deployed, now: now() })
  if (expired.length === 0) return
  await store.delete(expired.map(({ id }) => id))
  const wanted = await store.hashes()
  await blobs.sweep((sha256) => wanted.has(sha256), now() - sweepAfterMs)
}
