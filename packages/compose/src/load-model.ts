import { plain } from './bind/read.ts'
import { checkFileObjects } from './check/file-objects.ts'
import { checkResources } from './check/resources.ts'
import { combineFiles } from './combine/combine-files.ts'
import { written } from './combine/reading.ts'
import { createFindings, type Place } from './context.ts'
import type { Diagnostic } from './diagnostic.ts'
import type { JsonObject } from './dump/json.ts'
import { type LoadRequest, readEnvironment, readFiles, reportEmpty, scopeOf } from './load.ts'
import { makePathsAbsolute } from './normalize/absolute-paths.ts'
import { fillContexts, fillDefaults } from './normalize/defaults.ts'
import { parseYaml } from './parse/yaml.ts'
import { chooseProjectName, findNameInFiles } from './project-name.ts'
import { createSource } from './source.ts'
import { scalar, withEntry } from './tree.ts'

export interface ModelResult {
  /** Absent when any diagnostic is an error, or a file is missing. Mappings are sorted by key. */
  readonly model?: JsonObject
  /** In the order of the files, then by line. */
  readonly diagnostics: readonly Diagnostic[]
  /** Files that are needed and were neither given nor said to be absent. */
  readonly missing: readonly string[]
}

/**
 * Loads the merged files with their variables as they are written, as `docker compose config --no-interpolate`
 * does: every service is in it, and `"${PORT}:80"` is a text, so it is plain data and no `Project`.
 *
 * Pure; does no I/O and never throws for what a text says. Of the options, `normalize` and `resolvePaths` are
 * heeded; what services refer to is not checked, because it may be in a variable.
 */
export function loadModel(request: LoadRequest): ModelResult {
  const findings = createFindings(request.unreadable)
  const outside = readEnvironment(request, findings)
  const files = readFiles(request, findings)
  const missing = [...outside.missing, ...files.missing]
  const finish = (model?: JsonObject): ModelResult => ({
    ...(model && missing.length === 0 && !findings.hasErrors() && { model }),
    diagnostics: findings.sorted(request.files),
    missing,
  })
  if (missing.length > 0) return finish()

  const { workingDir, options: { normalize = true, resolvePaths = true } = {} } = request
  const parsed = files.texts.map(([path, text]) => parseYaml(createSource(path, text), findings))
  const { values: environment } = outside
  const file = findNameInFiles(parsed)
  const { projectName: explicit } = request
  const named = { explicit, environment: environment.COMPOSE_PROJECT_NAME, file, workingDir, normalize }
  const projectName = chooseProjectName(named, findings) ?? ''
  const scope = scopeOf(request, { environment, findings, onMissing: (path) => void missing.push(path) })
  const combined = combineFiles(parsed.flat(), { ...scope, readingWith: () => written })
  if (combined === undefined) {
    reportEmpty(findings)
    return finish()
  }

  const place: Place = { path: [], findings }
  checkResources(combined, place)
  checkFileObjects(combined, place)
  const complete = fillContexts(combined)
  const located = resolvePaths
    ? makePathsAbsolute(complete, { workingDir, home: environment.HOME })
    : complete
  const name = scalar(projectName, combined.origin)
  const normal = normalize
    ? withEntry(fillDefaults(located, { projectName, environment: {} }), 'name', name)
    : located
  // Holds because a mapping becomes a plain object, and YAML has no values that JSON has not.
  return finish(plain(normal) as JsonObject)
}
