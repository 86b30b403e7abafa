import { normalizeProjectName } from '@berth/compose'
import type { FileInput } from '@berth/contract'
import { composeFileOf } from '../compose-file.ts'

export interface DraftFile {
  /** Relative to the project folder. */
  readonly path: string
  readonly content: string
  readonly encoding: 'utf8' | 'base64'
  readonly sizeBytes: number
}

/** A project before it exists. */
export interface ProjectDraft {
  readonly files: readonly DraftFile[]
  /** Of the folder that was chosen; empty when there was none. */
  readonly folder: string
}

export const pastedPath = 'compose.yaml'

export const blankDraft: ProjectDraft = {
  files: [{ path: pastedPath, content: '', encoding: 'utf8', sizeBytes: 0 }],
  folder: '',
}

/** The draft after one text file was edited. */
export function editFile(draft: ProjectDraft, path: string, content: string): ProjectDraft {
  const files = draft.files.map((file) =>
    file.path === path ? { ...file, content, sizeBytes: new TextEncoder().encode(content).length } : file,
  )
  return { ...draft, files }
}

/** The name that the files suggest: the compose file's own, else the folder's. */
export function nameOf(draft: ProjectDraft): string {
  const main = composeFileOf(draft.files.map(({ path }) => path))
  const text = draft.files.find(({ path }) => path === main)?.content ?? ''
  const stated = /^name:\s*["']?([^"'#\s]+)/m.exec(text)?.[1]
  return toProjectName(stated ?? draft.folder)
}

/** The nearest name that a project can have. */
export const toProjectName = (text: string): string => normalizeProjectName(text).slice(0, 63)

/** What keeps this name from being used, in words. */
export function checkName(name: string, taken: readonly string[]): string | undefined {
  if (name === '') return 'Give the project a name.'
  if (!/^[a-z0-9][a-z0-9_-]*$/.test(name)) {
    return 'Use lower-case letters, digits, hyphens and underscores, beginning with a letter or digit.'
  }
  if (name.length > 63) return 'Use at most 63 characters.'
  if (name === 'new') return 'The address of this name belongs to this page. Choose another.'
  return taken.includes(name) ? `A project named ${name} exists already.` : undefined
}

/** What keeps these files from being a project, in words. */
export function checkFiles(files: readonly DraftFile[]): string | undefined {
  if (files.length > 500) return `A project may have 500 files; these are ${files.length}.`
  const main = composeFileOf(files.map(({ path }) => path))
  if (main === undefined) return 'There is no compose.yaml (or docker-compose.yml) at the top of these files.'
  return files.find(({ path }) => path === main)?.content.trim() === ''
    ? 'The Compose file is empty.'
    : undefined
}

export const toFileInputs = (files: readonly DraftFile[]): FileInput[] =>
  files.map(({ path, content, encoding }) => ({ path, content, encoding }))
