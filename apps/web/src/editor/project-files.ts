import type { EditorRequest } from '@berth/compose/editor'

/** Text by path relative to the project folder. */
export type ProjectFiles = Readonly<Record<string, string>>

/** Where the project folder seems to be for the loader; nobody gets to see it. */
export const root = '/project'

/** The names Compose looks for, and those it merges over them, in its order. */
const mainNames = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml']
const overrideNames = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
]

/** The compose files that are loaded, in the order they are merged; none without a main one. */
export function loadedFiles(files: ProjectFiles): readonly string[] {
  const [main, override] = [mainNames, overrideNames].map((names) => names.find((name) => name in files))
  return main === undefined ? [] : [main, ...(override === undefined ? [] : [override])]
}

/** The files as the loader sees them: below the root. */
const toSources = (files: ProjectFiles): Map<string, string> =>
  new Map(Object.entries(files).map(([path, text]) => [`${root}/${path}`, text]))

/** What the editor service needs to answer for one of the files. */
export const toEditorRequest = (path: string, files: ProjectFiles): EditorRequest => ({
  file: `${root}/${path}`,
  sources: toSources(files),
  files: loadedFiles(files).map((name) => `${root}/${name}`),
  workingDir: root,
  environment: {},
})

/** A path as people know it. */
export const toRelative = (path: string): string => path.replace(`${root}/`, '')

/** Whether a file is for Compose, by its name or by what it holds; other YAML has rules of its own. */
export const isComposeText = (path: string, text: string): boolean =>
  /\.ya?ml$/i.test(path) && (/(^|\/)(docker-)?compose[^/]*$/i.test(path) || /^services:/m.test(text))
