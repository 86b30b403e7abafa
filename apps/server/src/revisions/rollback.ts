import { type EngineReader, isEngineError } from '@berth/docker-engine'
import type { FileContent, ProjectFiles } from '../projects/files.ts'
import type { LoadedProject, ProjectLoader } from '../projects/loader.ts'
import { requireMatch } from '../projects/match.ts'
import type { ProjectService } from '../projects/project-service.ts'
import type { Seal } from '../secrets/seal.ts'
import { insideWorkdir, workdirOf } from '../sources/source.ts'
import { addToEnvText, readEnvText } from '../variables/env-text.ts'
import type { KeptVariables } from '../variables/kept-variables.ts'
import type { ProjectEnvironment } from '../variables/project-environment.ts'
import type { Blobs } from './blobs.ts'
import { openContents, readBlob } from './contents.ts'
import type { DeploymentRecorder } from './recorder.ts'
import type { RevisionRecord } from './revision.ts'
import type { RevisionStore } from './revision-store.ts'
import { pinnedGlobals } from './snapshot.ts'

/** Brings back what a revision was made from. */
export interface Rollback {
  /**
   * Replaces files and variables by those of the revision. What was never deployed of those that are there is
   * taken down as a revision first.
   */
  restore(revision: RevisionRecord, request: RollbackRequest): Promise<void>
  /** What the files and variables of the revision say, as if they were brought back; nothing is. */
  load(revision: RevisionRecord): Promise<LoadedProject>
  /** What the images of its services have to mean again, as far as the Engine or a registry may have them. */
  images(project: string, number: number): Promise<RestoredImages>
}

export interface RollbackRequest {
  readonly author: RevisionRecord['author']
  readonly ifMatch: string | undefined
}

export interface RestoredImages {
  /** By reference. */
  readonly images: Readonly<Record<string, { readonly id: string; readonly digest?: string }>>
  /** An image that was built is gone, and has to be built again from the files. */
  readonly mustBuild: boolean
}

export interface RollbackDependencies {
  readonly store: RevisionStore
  readonly blobs: Blobs
  readonly seal: Seal
  readonly engine: EngineReader
  readonly files: ProjectFiles
  readonly loader: Pick<ProjectLoader, 'loadOther'>
  readonly projects: Pick<ProjectService, 'change'>
  readonly recorder: DeploymentRecorder
  readonly kept: KeptVariables
  readonly environment: ProjectEnvironment
}

export function createRollback(dependencies: RollbackDependencies): Rollback {
  const { store, blobs, seal, engine, files, loader, projects, recorder, kept, environment } = dependencies

  const contentsOf = async ({ id }: RevisionRecord): Promise<FileContent[]> => {
    const contents: FileContent[] = []
    for (const file of await store.files(id)) {
      const { path, isExecutable } = file
      contents.push({ path, isExecutable, bytes: await readBlob(blobs, file) })
    }
    return contents
  }

  return {
    async restore(revision, { author, ifMatch }) {
      const { project } = revision
      const contents = await contentsOf(revision)
      const secret = openContents(revision, seal)
      const stays = pinnedGlobals(secret, await environment.global())
      const own = secret.variables.filter(({ source }) => source === 'project')
      await recorder.save(project, author)
      await projects.change(project, async (open) => {
        if (ifMatch !== undefined) {
          requireMatch(await files.etag(project, open.record().files), ifMatch, `The files of ${project}`)
        }
        await open.rewrite(
          contents,
          contents.map(({ path }) => path),
        )
        await kept.replace(project, new Map([...own, ...stays].map((variable) => [variable.name, variable])))
      })
    },

    async load(revision) {
      const contents = await contentsOf(revision)
      const secret = openContents(revision, seal)
      const global = await environment.global()
      const own = [
        ...secret.variables.filter(({ source }) => source === 'project'),
        ...pinnedGlobals(secret, global),
      ].map((variable) => [variable.name, variable] as const)
      const record = await projects.change(revision.project, async (open) => open.record())
      const env = contents.find(({ path }) => path === insideWorkdir(workdirOf(record.source), '.env'))
      const text = addToEnvText(env?.bytes.toString('utf8') ?? '', new Map(own))
      const set = readEnvText(text)
      return loader.loadOther(record, {
        texts: new Map(contents.map(({ path, bytes }) => [path, bytes.toString('utf8')])),
        given: {
          values: Object.fromEntries(
            [...global].filter(([name]) => !set.has(name)).map(([name, { value }]) => [name, value]),
          ),
          env: text,
        },
      })
    },

    async images(project, number) {
      const revision = await store.find(project, number)
      const images: Record<string, { id: string; digest?: string }> = {}
      let mustBuild = false
      for (const { image, id, digest } of revision?.services ?? []) {
        if (id === undefined) continue
        if (digest !== undefined || (await isThere(engine, id))) {
          images[image] = { id, ...(digest !== undefined && { digest }) }
        } else mustBuild = true
      }
      return { images, mustBuild }
    },
  }
}

async function isThere(engine: EngineReader, id: string): Promise<boolean> {
  try {
    await engine.inspectImage(id)
    return true
  } catch (error) {
    if (isEngineError(error, 'ENGINE_IMAGE_NOT_FOUND')) return false
    throw error
  }
}
