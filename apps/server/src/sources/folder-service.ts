import { realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import type { ProjectSource } from '@berth/contract'
import { type EngineReader, label } from '@berth/docker-engine'
import type { LiveContainers } from '../host/live-containers.ts'
import { ProblemError } from '../http/problem.ts'
import { absent } from '../projects/file-path.ts'
import type { ProjectFiles } from '../projects/files.ts'
import type { MakingOptions, ProjectChanges } from '../projects/project-changes.ts'
import type { FileRow, ProjectStore } from '../projects/project-store.ts'
import { readRemains } from './reconstruct/read-remains.ts'
import { reconstruct } from './reconstruct/reconstruct.ts'

/** A folder of the host that a project is in. */
export type FolderSource = Extract<ProjectSource, { kind: 'folder' }>

/** A Compose project on the Engine that Berth did not make. */
export interface DiscoveredProject {
  readonly name: string
  /** Where its files were when it was made; undefined when its containers do not say. */
  readonly folder?: string
  /** Absolute, as they were merged. */
  readonly composeFiles: readonly string[]
  /** Sorted. */
  readonly services: readonly string[]
  readonly containers: number
  /** Whether it can be adopted with its files, and if not, why. */
  readonly reach: 'adoptable' | 'outside-roots' | 'gone'
}

/** Projects whose files are in folders of the host, and stay there. */
export interface FolderService {
  /** Registers a project that is in a folder. Nothing is copied, and nothing deployed. */
  create(name: string, folder: FolderInput, options: MakingOptions): Promise<void>
  /** Compose projects that are not registered, sorted by name. */
  discover(): Promise<DiscoveredProject[]>
  /** Registers one of them with the files that its containers were made from, or with a reconstructed one. */
  adopt(name: string, options: MakingOptions): Promise<void>
}

export interface FolderInput {
  readonly folder: string
  /** Those that are merged; none: the usual ones. */
  readonly composeFiles: readonly string[]
}

export interface FolderDependencies {
  readonly engine: EngineReader
  readonly store: ProjectStore
  readonly changes: ProjectChanges
  readonly files: ProjectFiles
  readonly live: LiveContainers
  /** Absolute; folders outside of them are refused. */
  readonly roots: readonly string[]
  /** Ours: no project is in there but those that we made. */
  readonly dataDir: string
  /** Whether it is the environment of a throw-away run, which is nobody's to adopt. */
  readonly isRun: (name: string) => Promise<boolean>
  readonly now: () => number
  readonly announce: (name: string) => Promise<void>
}

export function createFolderService(dependencies: FolderDependencies): FolderService {
  const { engine, store, changes, files, live, roots, dataDir, isRun, now, announce } = dependencies

  const reachOf = async (folder: string | undefined, composeFiles: readonly string[]) => {
    if (folder === undefined || (await realpath(folder).catch(absentOrDenied)) === undefined) return 'gone'
    if (!(await isAllowed(folder, { roots, dataDir }))) return 'outside-roots'
    for (const file of composeFiles) {
      const isThere = (await stat(file).catch(absentOrDenied))?.isFile() === true
      if (!isThere || !isBelow(file, folder)) return 'gone'
    }
    return 'adoptable'
  }

  const create: FolderService['create'] = async (
    name,
    { folder, composeFiles },
    { idempotencyKey, owner },
  ) => {
    const clean = path.resolve(folder)
    if (!path.isAbsolute(folder) || !(await isAllowed(clean, { roots, dataDir })))
      throw notAllowed(folder, roots)
    const relative = composeFiles.map((file) => path.relative(clean, path.resolve(clean, file)))
    if (relative.some((file) => file.startsWith('..') || path.isAbsolute(file))) {
      throw new ProblemError('FOLDER_NOT_ALLOWED', `A compose file is not in ${clean}.`)
    }
    const rows = await readRows(clean, { name, composeFiles: relative })
    const source: FolderSource = { kind: 'folder', path: clean, composeFiles: relative }
    await changes.changeOrMake(name, async (known) => {
      if (
        known !== undefined ||
        !(await store.create({ name, rows, source, idempotencyKey, owner }, now()))
      ) {
        throw new ProblemError('PROJECT_EXISTS', `There is a project ${name} already.`)
      }
      files.place(name, clean)
    })
    await announce(name)
  }

  const discover = async () => {
    const registered = new Set((await store.list()).map(({ name }) => name))
    const found: DiscoveredProject[] = []
    for (const name of live.projects().filter((project) => !registered.has(project))) {
      if (await isRun(name)) continue
      const { containers } = live.of(name)
      const labels = containers[0]?.labels ?? {}
      const folder = labels[label.workingDir]
      const composeFiles = (labels[label.configFiles] ?? '')
        .split(',')
        .filter((file) => path.isAbsolute(file))
      const services = containers.map((container) => container.labels[label.service] ?? container.name)
      found.push({
        name,
        ...(folder !== undefined && { folder }),
        composeFiles,
        services: [...new Set(services)].sort(),
        containers: containers.length,
        reach: await reachOf(folder, composeFiles),
      })
    }
    return found
  }

  const adoptRemains = async (name: string, { idempotencyKey, owner }: MakingOptions) => {
    const text = reconstruct(await readRemains(engine, name, now))
    if (text === undefined) throw notRunning(name)
    await changes.changeOrMake(name, async (known) => {
      const contents = [{ path: 'compose.yaml', bytes: Buffer.from(text) }]
      const source = { kind: 'files', reconstructed: true } as const
      if (known !== undefined || !(await changes.make(name, contents, { source, idempotencyKey, owner }))) {
        throw new ProblemError('PROJECT_EXISTS', `There is a project ${name} already.`)
      }
    })
    await announce(name)
  }

  return {
    create,
    discover,
    async adopt(name, options) {
      await live.refresh(name)
      const found = (await discover()).find((project) => project.name === name)
      if (found === undefined) throw notRunning(name)
      if (found.folder === undefined || found.reach === 'gone') return adoptRemains(name, options)
      await create(name, { folder: found.folder, composeFiles: found.composeFiles }, options)
    },
  }
}

/** Whether a folder is there, in one of the roots, and not ours; links are followed. */
async function isAllowed(
  folder: string,
  { roots, dataDir }: Pick<FolderDependencies, 'roots' | 'dataDir'>,
): Promise<boolean> {
  const real = await realpath(folder).catch(absentOrDenied)
  if (real === undefined || !(await stat(real)).isDirectory()) return false
  const own = await realpath(dataDir)
  if (isBelow(real, own) || isBelow(own, real)) return false
  for (const root of roots) {
    const allowed = await realpath(root).catch(absentOrDenied)
    if (allowed !== undefined && isBelow(real, allowed)) return true
  }
  return false
}

const isBelow = (file: string, folder: string) => file === folder || file.startsWith(`${folder}${path.sep}`)

/** For `catch`: what is not there, or not for us, is undefined. */
function absentOrDenied(error: NodeJS.ErrnoException): undefined {
  return error.code === 'EACCES' || error.code === 'ENOTDIR' ? undefined : absent(error)
}

/** The files that the project is loaded from: others in its folder are none of ours. */
async function readRows(
  folder: string,
  { name, composeFiles }: { name: string; composeFiles: readonly string[] },
): Promise<FileRow[]> {
  const { loadProjectFromDisk } = await import('@berth/compose/node')
  const { sources } = loadProjectFromDisk({
    cwd: folder,
    ...(composeFiles.length > 0 && { files: composeFiles }),
    projectName: name,
    environment: {},
    roots: [folder],
  })
  const paths = [...sources.keys()].filter((file) => isBelow(file, folder))
  return paths.map((file) => ({
    path: path.relative(folder, file),
    isFromSource: false,
    isExecutable: false,
  }))
}

const notRunning = (name: string) =>
  new ProblemError(
    'PROJECT_NOT_FOUND',
    `The Engine runs no service of a project ${name} that is not registered.`,
  )

const notAllowed = (folder: string, roots: readonly string[]) =>
  new ProblemError(
    'FOLDER_NOT_ALLOWED',
    `${folder} is not a folder in ${roots.length === 0 ? 'an allowed place: there is none' : roots.join(', ')}.`,
  )
