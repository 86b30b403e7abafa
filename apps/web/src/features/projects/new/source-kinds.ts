import type { LocationQueryValue } from 'vue-router'

/** Where the files of a new project come from, in the order in which the page offers them. */
export const sourceKinds = [
  { kind: 'write', from: 'paste', icon: 'i-lucide-clipboard-paste', label: 'Paste or upload' },
  { kind: 'git', from: 'git', icon: 'i-lucide-git-branch', label: 'Git repository' },
  { kind: 'folder', from: 'folder', icon: 'i-lucide-folder-symlink', label: 'Folder on the host' },
  { kind: 'adopt', from: 'adopt', icon: 'i-lucide-scan-search', label: 'Adopt what runs' },
] as const

export type SourceKind = (typeof sourceKinds)[number]['kind']

/** The source that an address asks for in `from`; writing, unless it names another. */
export const sourceOf = (from: LocationQueryValue | LocationQueryValue[] | undefined): SourceKind =>
  sourceKinds.find((each) => each.from === from)?.kind ?? 'write'
