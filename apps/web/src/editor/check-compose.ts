import { type Diagnostic, loadProject } from '@berth/compose'

/** Where the project folder seems to be; only ever seen in this file. */
const root = '/project'

/** Each round may ask for files that the round before brought in. */
const mostRounds = 8

/** The names Compose looks for, and those it merges over them, in its order. */
const mainNames = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml']
const overrideNames = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
]

/**
 * What the loader finds in a project's files, by path relative to its folder. Files that are not
 * there are said to be absent, as they will be for a deployment.
 */
export function checkCompose(files: Readonly<Record<string, string>>): readonly Diagnostic[] {
  const named = [mainNames, overrideNames].flatMap((names) => names.find((name) => name in files) ?? [])
  if (!named.some((name) => mainNames.includes(name))) return []
  const sources = new Map(Object.entries(files).map(([path, text]) => [`${root}/${path}`, text]))
  const absent = new Set<string>()

  for (let round = 1; ; round += 1) {
    const { diagnostics, missing } = loadProject({
      files: named.map((name) => `${root}/${name}`),
      sources,
      absent,
      workingDir: root,
      environment: {},
    })
    if (missing.length === 0 || round === mostRounds) return diagnostics.map(toRelative)
    for (const path of missing) absent.add(path)
  }
}

function toRelative(diagnostic: Diagnostic): Diagnostic {
  const { range } = diagnostic
  const inside = { ...diagnostic, message: diagnostic.message.replaceAll(`${root}/`, '') }
  return range === undefined
    ? inside
    : { ...inside, range: { ...range, file: range.file.replace(`${root}/`, '') } }
}
