import { readFileContent } from '../read-file.ts'
import type { DraftFile } from './project-draft.ts'

export interface Collected {
  readonly files: readonly DraftFile[]
  readonly folder: string
  /** Left out, because no project needs them: `.git`, `node_modules`. */
  readonly leftOut: number
}

interface Found {
  readonly path: string
  readonly file: File
}

/** Files from a file or folder chooser. */
export function collectChosen(list: Iterable<File>): Promise<Collected> {
  return collect([...list].map((file) => ({ path: file.webkitRelativePath || file.name, file })))
}

/** Files and folders dropped on the page. Must be called in the drop event itself: later its items are gone. */
export async function collectDropped(items: Iterable<DataTransferItem>): Promise<Collected> {
  const entries = [...items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null)
  const found: Found[] = []
  for (const entry of entries) await walk(entry, found)
  return collect(found)
}

const isNeedless = (path: string) => /(^|\/)(\.git|node_modules)(\/|$)/.test(path)

async function collect(found: readonly Found[]): Promise<Collected> {
  const kept = found.filter(({ path }) => !isNeedless(path))
  const folder = commonFolder(kept.map(({ path }) => path))
  const files: DraftFile[] = []
  for (const { path, file } of kept) {
    files.push({
      path: folder === '' ? path : path.slice(folder.length + 1),
      ...(await readFileContent(file)),
    })
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1))
  return { files, folder, leftOut: found.length - kept.length }
}

/** The one folder that all paths are in, or nothing. */
export function commonFolder(paths: readonly string[]): string {
  const first = paths[0]?.split('/')[0] ?? ''
  return paths.every((path) => path.startsWith(`${first}/`)) ? first : ''
}

async function walk(entry: FileSystemEntry, found: Found[]): Promise<void> {
  const path = entry.fullPath.replace(/^\//, '')
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject))
    found.push({ path, file })
  } else if (isFolder(entry) && !isNeedless(path)) {
    for (const child of await readFolder(entry)) await walk(child, found)
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory

/** The browser gives a folder in portions; an empty one is the end. */
async function readFolder(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (portion.length === 0) return all
    all.push(...portion)
  }
}
