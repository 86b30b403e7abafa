/** A row of the tree as it is drawn: folders before what is in them. */
export interface TreeRow {
  readonly path: string
  readonly name: string
  readonly depth: number
  readonly isFolder: boolean
}

/** Sorted paths as an indented list; at each level folders come first, then files by name. */
export function toTreeRows(paths: readonly string[]): readonly TreeRow[] {
  return rowsBelow('', paths, 0)
}

function rowsBelow(folder: string, paths: readonly string[], depth: number): TreeRow[] {
  const inside = paths.filter((path) => path.startsWith(folder)).map((path) => path.slice(folder.length))
  const folders = [
    ...new Set(inside.filter((path) => path.includes('/')).map((path) => path.split('/')[0] ?? '')),
  ]
  const files = inside.filter((path) => !path.includes('/'))
  return [
    ...folders
      .toSorted()
      .flatMap((name) => [
        { path: `${folder}${name}`, name, depth, isFolder: true },
        ...rowsBelow(`${folder}${name}/`, paths, depth + 1),
      ]),
    ...files.toSorted().map((name) => ({ path: `${folder}${name}`, name, depth, isFolder: false })),
  ]
}
