import { bindProject } from './bind/project.ts'
import { checkContainerNames } from './check/container-names.ts'
import { checkCycles } from './check/cycles.ts'
import { checkFileObjects, checkSecrets } from './check/file-objects.ts'
import { checkMounts } from './check/mounts.ts'
import { checkResources } from './check/resources.ts'
import { checkServices } from './check/services.ts'
import { combineFiles } from './combine/combine-files.ts'
import { givenFiles } from './combine/files.ts'
import { filledIn } from './combine/reading.ts'
import type { Scope } from './combine/scope.ts'
import { compareText, createFindings, type FileFault, type Findings, type Place } from './context.ts'
import type { Diagnostic, SourceRange } from './diagnostic.ts'
import { type ProjectEnvironment, readProjectEnvironment } from './environment.ts'
import type { VariableUse } from './interpolate/interpolate.ts'
import { makePathsAbsolute } from './normalize/absolute-paths.ts'
import { fillContexts, fillDefaults, takeVariables } from './normalize/defaults.ts'
import { tellFileVariables } from './normalize/file-variables.ts'
import { shareScale } from './normalize/replicas.ts'
import { withSeccompProfiles } from './normalize/seccomp-profiles.ts'
import { foldEnvFiles } from './normalize/service-environment.ts'
import { foldLabelFiles } from './normalize/service-labels.ts'
import { parseYaml } from './parse/yaml.ts'
import type { Project } from './project.ts'
import { chooseProjectName, findNameInFiles } from './project-name.ts'
import { selectByProfiles } from './select/profiles.ts'
import { selectResources } from './select/resources.ts'
import { createSource, type Origin, rangeOf } from './source.ts'
import { type Mapping, mapping, type Node, nodeAt, updateEntry } from './tree.ts'

/** What a project is loaded from. All paths are absolute; nothing is read but what is given here. */
export interface LoadRequest {
  /** The compose files, in the order they are merged. */
  readonly files: readonly string[]
  /** The text of files, by path. */
  readonly sources: ReadonlyMap<string, string>
  /** Paths that were looked for and are not there. */
  readonly absent?: ReadonlySet<string>
  /** Of those in `absent`, the ones that are there and could not be read, with the reason. */
  readonly unreadable?: ReadonlyMap<string, FileFault>
  /** Relative paths are resolved against it. */
  readonly workingDir: string
  /** The variables of the operating system; they win over every `.env`. */
  readonly environment: Readonly<Record<string, string>>
  /** The files of `--env-file`; an empty list means none. Undefined: `.env` in the working directory. */
  readonly envFiles?: readonly string[]
  /**
   * Another `.env`, from the folder where the search for the compose files began; it wins over the one in the
   * working directory, and is read only when that one is.
   */
  readonly firstEnvFile?: string
  /** `-p`; it wins over `COMPOSE_PROJECT_NAME` and the file's own name. */
  readonly projectName?: string
  /** `--profile`. Undefined: what `COMPOSE_PROFILES` says. */
  readonly profiles?: readonly string[]
  /** Steps that are left out; undefined leaves out none. */
  readonly options?: LoadOptions
}

/**
 * The steps that `docker compose config` can leave out. Each is on unless it is false.
 *
 * A project that was loaded without one of them is for reading, not for deploying.
 */
export interface LoadOptions {
  /**
   * The default network, implied dependencies, names in the Engine, which are empty otherwise, and the
   * project's name in lower case.
   */
  readonly normalize?: boolean
  /** Paths relative to the project's folder become absolute; env files are asked for as they are written otherwise. */
  readonly resolvePaths?: boolean
  /**
   * Env files are read and folded into the environment of services; they are not even asked for otherwise. Label
   * files always are.
   */
  readonly resolveEnvironment?: boolean
  /** What services refer to exists, and what they say does not contradict itself. */
  readonly checkConsistency?: boolean
  /** No two services give their containers the same name. Part of the consistency; nothing else asks for it. */
  readonly checkContainerNames?: boolean
  /** Networks, volumes, configs, secrets and models that no active service uses are left out. */
  readonly selectResources?: boolean
}

export interface LoadResult {
  /** Absent when any diagnostic is an error, or a file is missing. */
  readonly project?: Project
  /** In the order of the files, then by line. */
  readonly diagnostics: readonly Diagnostic[]
  /** Files that are needed and were neither given nor said to be absent. */
  readonly missing: readonly string[]
  /** Where the files consult variables, in the order they were met; env files come first. */
  readonly variables: readonly VariableUse[]
  /** Every variable of the project by name, sorted. Their values may be secrets. */
  readonly environment: ReadonlyMap<string, ProjectVariable>
  /** The model as it was bound to the project, with the place of every value, see `describeOrigins`. */
  readonly document?: Mapping
}

/** A variable of the project. */
export interface ProjectVariable {
  readonly value: string
  /** Where an env file sets it, overridden or not. */
  readonly range?: SourceRange
  /** What its value is from; the project's name is one too. */
  readonly source: 'environment' | 'env-file' | 'project-name'
}

/**
 * Loads a project from source text.
 *
 * Pure; does no I/O and never throws for what a text says. Faults come back as diagnostics in source order;
 * `project` is absent when any of them is an error. Files it needed and was not given are in `missing`: read
 * them, add them to `sources` (or to `absent`), call again. Durations are nanoseconds, sizes are bytes.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/03-compose-file.md
 */
export function loadProject(request: LoadRequest): LoadResult {
  const findings = createFindings(request.unreadable)
  const missing = new Set<string>()

  // Before anything can be understood: the variables and the files themselves.
  const outside = readEnvironment(request, findings)
  const variables: VariableUse[] = [...outside.uses]
  const finish = (loaded: Loaded = { environment: outside.values }) =>
    toResult(loaded, { request, findings, missing, variables, outside })
  const files = readFiles(request, findings)
  for (const path of [...outside.missing, ...files.missing]) missing.add(path)
  if (missing.size > 0) return finish()

  // Per file: parse, then interpolate, reset, validate, expand, merge, make unique, complete.
  const parsed = files.texts.map(([path, text]) => parseYaml(createSource(path, text), findings))
  const name = nameProject(request, { parsed, environment: outside.values, findings })
  const environment: Record<string, string> = { ...outside.values, COMPOSE_PROJECT_NAME: name ?? '' }
  const onUse = (use: VariableUse) => void variables.push(use)
  const { normalize, resolvePaths, resolveEnvironment, ...steps } = stepsOf(request)
  const scope = scopeOf(request, { environment, findings, onMissing: (path) => void missing.add(path) })
  const combined = combineFiles(parsed.flat(), {
    ...scope,
    readingWith: ({ environment, setAt }) =>
      filledIn({ environment, findings, onUse: (use) => onUse(placeOf(use, setAt)) }),
  })
  if (combined === undefined) {
    reportEmpty(findings)
    return finish({ environment })
  }

  // Once: rules between attributes, paths, defaults, profiles, env files, references, what is used.
  const place: Place = { path: [], findings }
  checkResources(combined, place)
  checkFileObjects(combined, place)
  const complete = fillContexts(combined)
  const directories = { workingDir: request.workingDir, home: environment.HOME }
  const located = resolvePaths ? makePathsAbsolute(complete, directories) : complete
  const projectName = name ?? ''
  const normal = normalize ? fillDefaults(located, { projectName, environment, onUse }) : located
  const filled = normalize || resolveEnvironment ? takeVariables(normal, { environment, onUse }) : normal
  const active = selectByProfiles(servicesOf(filled), activeProfiles(request, environment))
  const isActive = (service: string) => active.has(service)
  const folding = { request, environment, findings, missing, isActive, onUse }
  const withEnvironment = foldServiceFiles(filled, folding)
  for (const check of consistencyChecksOf(steps)) check(withEnvironment, isActive, place)
  const agreed = steps.checkConsistency ? shareScale(withEnvironment) : withEnvironment
  const used = steps.selectResources ? selectResources(agreed, { isActive, findings }) : agreed
  tellFileVariables(used, { environment, onUse }, place)

  const { workingDir, files: configFiles, envFiles = [] } = request
  const facts = { name: projectName, workingDir, configFiles, envFiles, isActive, environment }
  const bound = bindProject(used, facts)
  const project = addProfiles(bound, { request, environment, missing })
  return finish({ environment, project, document: used })
}

const stepsOf = ({ options }: LoadRequest): Required<LoadOptions> => ({
  normalize: true,
  resolvePaths: true,
  resolveEnvironment: true,
  checkConsistency: true,
  checkContainerNames: true,
  selectResources: true,
  ...options,
})

const consistencyChecksOf = (steps: Pick<LoadOptions, 'checkConsistency' | 'checkContainerNames'>) =>
  steps.checkConsistency
    ? [
        checkServices,
        checkMounts,
        ...(steps.checkContainerNames ? [checkContainerNames] : []),
        checkSecrets,
        checkCycles,
      ]
    : []

/** How far loading came. */
interface Loaded extends Pick<LoadResult, 'project' | 'document'> {
  readonly environment: Readonly<Record<string, string>>
}

function placeOf(use: VariableUse, setAt: ReadonlyMap<string, Origin>): VariableUse {
  const origin = setAt.get(use.name)
  return origin === undefined ? use : { ...use, setAt: rangeOf(origin) }
}

interface Outcome {
  readonly request: LoadRequest
  readonly findings: Findings
  readonly missing: ReadonlySet<string>
  readonly variables: readonly VariableUse[]
  readonly outside: ProjectEnvironment
}

function toResult({ project, document, environment }: Loaded, outcome: Outcome): LoadResult {
  const { request, findings, missing, variables } = outcome
  const isWhole = missing.size === 0 && !findings.hasErrors()
  return {
    ...(isWhole && project && document && { project, document }),
    diagnostics: findings.sorted(request.files),
    missing: [...missing],
    variables,
    environment: describeEnvironment(environment, outcome),
  }
}

function describeEnvironment(environment: Readonly<Record<string, string>>, { request, outside }: Outcome) {
  const describe = (name: string, value: string): ProjectVariable => {
    const origin = outside.origins.get(name)
    const isGiven = Object.hasOwn(request.environment, name)
    const isOwn = !isGiven && origin === undefined
    const source = isGiven ? 'environment' : isOwn ? 'project-name' : 'env-file'
    return { value, source, ...(origin && { range: rangeOf(origin) }) }
  }
  const entries = Object.entries(environment).toSorted(([a], [b]) => compareText(a, b))
  return new Map(entries.map(([name, value]) => [name, describe(name, value)]))
}

/** The variables of the project, and the files of them that are still needed. */
export function readEnvironment(request: LoadRequest, findings: Findings) {
  const { workingDir, sources, absent = new Set(), environment, envFiles, firstEnvFile } = request
  const wanted = { workingDir, sources, absent, environment, envFiles, firstEnvFile }
  return readProjectEnvironment(wanted, findings)
}

interface Around {
  readonly environment: Readonly<Record<string, string>>
  readonly findings: Findings
  readonly onMissing: (path: string) => void
}

/** What combining the files of the project needs, but how documents are understood. */
export function scopeOf(request: LoadRequest, around: Around): Omit<Scope, 'readingWith'> {
  const { workingDir, sources, absent = new Set<string>(), options, files } = request
  const { environment, findings, onMissing } = around
  return {
    findings,
    environment,
    setAt: new Map(),
    workingDir,
    home: environment.HOME,
    resolvePaths: options?.resolvePaths ?? true,
    files: givenFiles({ sources, absent, findings, onMissing }),
    including: files.slice(0, 1),
  }
}

/** The texts of the compose files, and those that are still needed. */
export function readFiles({ files, sources, absent }: LoadRequest, findings: Findings) {
  const texts: [path: string, text: string][] = []
  const missing: string[] = []
  for (const path of files) {
    const text = sources.get(path)
    if (text !== undefined) texts.push([path, text])
    else if (!absent?.has(path)) missing.push(path)
    else
      findings.report({
        code: 'COMPOSE_FILE_NOT_FOUND',
        message: `The compose file ${path} does not exist.`,
        missingFile: path,
      })
  }
  return { texts, missing }
}

interface Naming {
  readonly parsed: readonly (readonly Node[])[]
  readonly environment: Readonly<Record<string, string>>
  readonly findings: Findings
}

const nameProject = (request: LoadRequest, { parsed, environment, findings }: Naming) =>
  chooseProjectName(
    {
      explicit: request.projectName,
      environment: environment.COMPOSE_PROJECT_NAME,
      file: findNameInFiles(parsed, environment),
      workingDir: request.workingDir,
      normalize: request.options?.normalize ?? true,
    },
    findings,
  )

function activeProfiles({ profiles }: LoadRequest, environment: Readonly<Record<string, string>>) {
  const names = profiles ?? (environment.COMPOSE_PROFILES ?? '').split(',')
  return names.map((name) => name.trim())
}

function servicesOf(document: Mapping): Mapping {
  const services = nodeAt(document, 'services')
  return services?.kind === 'mapping' ? services : mapping(new Map(), document.origin)
}

interface Folding {
  readonly request: LoadRequest
  readonly environment: Readonly<Record<string, string>>
  readonly findings: Findings
  readonly missing: Set<string>
  readonly isActive: (service: string) => boolean
  readonly onUse: (use: VariableUse) => void
}

function foldServiceFiles(
  document: Mapping,
  { request, environment, findings, missing, isActive, onUse }: Folding,
) {
  const { sources, absent = new Set<string>() } = request
  const onMissing = (path: string) => void missing.add(path)
  const access = { sources, absent, environment, findings, onMissing, onUse }
  const isSkipped = request.options?.resolveEnvironment === false
  return updateEntry(document, 'services', () => {
    const services = servicesOf(document)
    const withVariables = isSkipped ? services : foldEnvFiles(services, access, isActive)
    return foldLabelFiles(withVariables, access, isActive)
  })
}

function addProfiles(
  project: Project,
  { request, environment, missing }: Pick<Folding, 'request' | 'environment' | 'missing'>,
) {
  const { sources, absent = new Set<string>(), options } = request
  if (options?.resolveEnvironment === false) return project
  const onMissing = (path: string) => void missing.add(path)
  return withSeccompProfiles(project, { sources, absent, onMissing, home: environment.HOME })
}

/** Says that there is nothing in the files, unless something worse was said already. */
export function reportEmpty(findings: Findings) {
  if (!findings.hasErrors()) findings.report({ code: 'COMPOSE_EMPTY', message: 'The compose file is empty.' })
}
