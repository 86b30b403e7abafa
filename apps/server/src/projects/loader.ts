import { readFile, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Diagnostic, Project, ProjectVariable, ValueOrigin, VariableDescription } from '@berth/compose'
import type { Masks } from '../secrets/masks.ts'
import { insideWorkdir, workdirOf } from '../sources/source.ts'
import { readEnvText, separatorIn } from '../variables/env-text.ts'
import type { GivenVariables, ProjectEnvironment } from '../variables/project-environment.ts'
import { absent } from './file-path.ts'
import type { ProjectFiles } from './files.ts'
import type { ProjectRecord } from './project-store.ts'

/** What the files of a project say. Paths in diagnostics are relative to the project folder. */
export interface LoadedProject {
  /** Absent when a diagnostic is an error. */
  readonly project?: Project
  readonly diagnostics: readonly Diagnostic[]
  /** Each with the lines around it, for a terminal; in the order of `diagnostics`. */
  readonly frames: readonly string[]
  /** The variables that the files consult, sorted by name; as far as loading came. */
  readonly variables: readonly VariableDescription[]
  /** Every variable of the project by name. Secrets are among them. */
  readonly environment: ReadonlyMap<string, ProjectVariable>
  /** Where each value of the files stands; absent where nothing was loaded. */
  readonly origins?: () => readonly ValueOrigin[]
}

/** What has to be known of a project to load it. */
export type Loadable = Pick<ProjectRecord, 'name' | 'files' | 'source'>

export interface ProjectLoader {
  load(record: ProjectRecord): Promise<LoadedProject>
  /** Loads other files than those on the disk, as if they lay in the folder of the project. */
  loadOther(project: Loadable, other: OtherFiles): Promise<LoadedProject>
  /** Loads files of a project that were copied elsewhere, under another project name, with all profiles on. */
  loadCopy(record: ProjectRecord, copy: ProjectCopy): Promise<LoadedProject>
}

/** Files of a project in another folder. */
export interface ProjectCopy {
  readonly name: string
  /** Absolute. */
  readonly folder: string
  /** Relative to it. */
  readonly files: readonly string[]
  /** Variables that come before any others. */
  readonly variables: Readonly<Record<string, string>>
}

/** What a project is loaded from instead of what is there. */
export interface OtherFiles {
  /** By path in the project folder. */
  readonly texts: ReadonlyMap<string, string>
  readonly given: GivenVariables
}

/** The names that Compose looks for, in its order. */
const composeNames = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml']
const overrideNames = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
]

/** The file that is loaded first, of the paths of a project. */
export const composeFileOf = (paths: readonly string[], workdir = ''): string | undefined =>
  composeNames.map((name) => insideWorkdir(workdir, name)).find((path) => paths.includes(path))

/**
 * The files that are merged, relative to the project folder: those that `COMPOSE_FILE` names, else the compose file
 * and its override, where the project has them. Pure.
 *
 * @param env The text of the project's `.env`.
 */
export function composeFilesOf(
  paths: readonly string[],
  { workdir, env = '' }: { readonly workdir: string; readonly env?: string | undefined },
): string[] {
  const set = readEnvText(env).get('COMPOSE_FILE')?.value ?? ''
  const named = set.split(separatorIn(env)).filter((file) => file !== '')
  if (named.length > 0) return named.map((file) => path.posix.normalize(insideWorkdir(workdir, file)))
  const override = overrideNames
    .map((name) => insideWorkdir(workdir, name))
    .find((path) => paths.includes(path))
  return [composeFileOf(paths, workdir), override].filter((file) => file !== undefined)
}

export interface LoaderDependencies {
  readonly files: ProjectFiles
  readonly environment: ProjectEnvironment
  readonly masks: Masks
}

/**
 * Loads projects from disk, with no variable of the server's own environment and nothing from outside the
 * project folder. What was loaded is kept until a file or a variable changes that it was loaded from. No
 * secret is in what diagnostics say.
 */
export function createProjectLoader(dependencies: LoaderDependencies): ProjectLoader {
  const { files, environment } = dependencies
  const kept = new Map<
    string,
    { readonly read: readonly string[]; signature: string; loaded: LoadedProject }
  >()
  return {
    async load(record) {
      const { name } = record
      const folder = files.folderOf(name)
      const env = insideWorkdir(workdirOf(record.source), '.env')
      const own = [...record.files, env].map((file) => path.join(folder, file))
      own.push(environment.globalFile)
      const sign = async (paths: readonly string[]) =>
        [environment.version(name), await signatureOf(paths)].join('\n')
      const known = kept.get(name)
      if (known !== undefined && known.signature === (await sign([...own, ...known.read]))) {
        return known.loaded
      }
      // Before the reading: what changes meanwhile is found changed the next time.
      const before = await sign(own)
      const { loaded, read } = await loadFrom(folder, record, dependencies)
      const others = read.filter((file) => !own.includes(file))
      const signature = [before, await signatureOf(others)].filter(Boolean).join('\n')
      kept.set(name, { read: others, signature, loaded })
      return loaded
    },
    loadOther: async (record, other) =>
      (await loadFrom(files.folderOf(record.name), record, { ...dependencies, other })).loaded,
    loadCopy: async (record, copy) =>
      (await loadFrom(copy.folder, { ...record, files: copy.files }, { ...dependencies, copy })).loaded,
  }
}

/** Changes when any of the files does, without reading them. */
async function signatureOf(paths: readonly string[]): Promise<string> {
  const parts: string[] = []
  for (const file of paths) {
    const found = await stat(file, { bigint: true }).catch(absent)
    parts.push(`${file}:${found?.ino}:${found?.size}:${found?.mtimeNs}`)
  }
  return parts.join('\n')
}

async function loadFrom(
  folder: string,
  { name, files, source }: Loadable,
  {
    environment,
    masks,
    other,
    copy,
  }: LoaderDependencies & { readonly other?: OtherFiles; readonly copy?: ProjectCopy },
) {
  const paths = other === undefined ? files : [...other.texts.keys()]
  const workdir = workdirOf(source)
  const cwd = path.join(folder, workdir)
  const named = source.kind === 'folder' ? source.composeFiles : []
  const given = other?.given ?? (await environment.of(name, await readEnvFile(cwd, folder)))
  const chosen = (named.length > 0 ? named : composeFilesOf(paths, { workdir, env: given.env })).map((file) =>
    path.join(folder, file),
  )
  if (chosen.length === 0) return { loaded: withoutComposeFile, read: [] }
  const texts = new Map([...(other?.texts ?? [])].map(([file, text]) => [path.join(folder, file), text]))
  if (given.env !== undefined) texts.set(path.join(cwd, '.env'), given.env)
  // The server is ready before anybody asks for a project.
  const { describeOrigins, describeVariables, formatDiagnostic } = await import('@berth/compose')
  const { loadProjectFromDisk } = await import('@berth/compose/node')
  const { project, diagnostics, sources, ...known } = loadProjectFromDisk({
    cwd,
    files: chosen,
    projectName: copy?.name ?? name,
    environment: { ...given.values, ...copy?.variables },
    ...(copy && { profiles: ['*'] }),
    roots: [folder],
    ...(texts.size > 0 && { texts }),
  })
  const mask = masks.of(name)
  const shorten = (text: string) => mask(text.replaceAll(`${folder}/`, ''))
  const loaded: LoadedProject = {
    ...(project && { project }),
    diagnostics: diagnostics.map((diagnostic) => inFolder(diagnostic, shorten)),
    frames: diagnostics.map((diagnostic) => shorten(formatDiagnostic(diagnostic, sources))),
    variables: describeVariables(known).used.map((variable) => ({
      ...variable,
      uses: variable.uses.map((use) => ({
        ...use,
        range: { ...use.range, file: shorten(use.range.file) },
      })),
    })),
    environment: known.environment,
    origins: () =>
      describeOrigins({ ...known, ...(project && { project }) }).map((origin) => ({
        ...origin,
        range: { ...origin.range, file: shorten(origin.range.file) },
      })),
  }
  return { loaded, read: [...sources.keys()] }
}

/** Also when it is a link, as long as that stays in the project's folder. */
async function readEnvFile(cwd: string, root: string): Promise<string | undefined> {
  const file = await realpath(path.join(cwd, '.env')).catch(absent)
  if (file === undefined || !file.startsWith(`${await realpath(root)}${path.sep}`)) return undefined
  return readFile(file, 'utf8')
}

const withoutComposeFile: LoadedProject = {
  diagnostics: [
    {
      code: 'COMPOSE_NO_FILE',
      severity: 'error',
      message: 'The project has no compose file.',
      fix: 'Add compose.yaml.',
    },
  ],
  frames: ['error COMPOSE_NO_FILE: The project has no compose file.'],
  variables: [],
  environment: new Map(),
}

/** Where the server keeps its files is nobody's business. */
function inFolder(diagnostic: Diagnostic, shorten: (text: string) => string): Diagnostic {
  const { message, fix, range } = diagnostic
  return {
    ...diagnostic,
    message: shorten(message),
    ...(fix !== undefined && { fix: shorten(fix) }),
    ...(range && { range: { ...range, file: shorten(range.file) } }),
  }
}
