/** What somebody typed after `/stack`. */
export type Asked =
  | { readonly kind: 'help' /** What was not understood. */; readonly unknown?: string }
  | { readonly kind: 'link'; readonly code: string }
  | { readonly kind: 'list' }
  | { readonly kind: 'status'; readonly project: string }
  | { readonly kind: 'deploy'; readonly project: string }
  | { readonly kind: 'restart'; readonly project: string; readonly service?: string }
  | { readonly kind: 'rollback'; readonly project: string; readonly revision?: number }
  | {
      readonly kind: 'logs'
      readonly project: string
      readonly service?: string
      readonly lines: number
    }

/** Lines of a log that are shown at most, and when nobody says how many. */
const mostLines = 50
const usualLines = 20

const usages = [
  ['status PROJECT', 'how it is'],
  ['list', 'all projects'],
  ['deploy PROJECT', 'deploys it; the end is told here'],
  ['restart PROJECT [SERVICE]', 'restarts it, or one service'],
  ['rollback PROJECT [REVISION]', 'deploys what ran before, or a certain revision'],
  ['logs PROJECT [SERVICE] [LINES]', `its last lines, at most ${mostLines}`],
  ['link CODE', 'links your account; Berth makes the code on your account page'],
  ['help', 'this text'],
] as const

/** Every command, a line each. Pure. */
export const helpText = (name: string): string =>
  usages.map(([usage, meaning]) => `${name} ${usage}: ${meaning}`).join('\n')

/** Understands a command; what it does not understand asks for help. Pure. */
export function readCommand(text: string): Asked {
  const [verb = 'help', ...words] = text.split(/\s+/).filter((word) => word !== '')
  return readers[verb.toLowerCase()]?.(words) ?? { kind: 'help', unknown: text.trim() }
}

type Read = (words: readonly string[]) => Asked | undefined

/** Of a project and nothing else. */
const ofProject =
  (kind: 'status' | 'deploy'): Read =>
  ([project, ...rest]) =>
    project === undefined || rest.length > 0 ? undefined : { kind, project }

const readers: Readonly<Record<string, Read | undefined>> = Object.assign(Object.create(null), {
  help: () => ({ kind: 'help' }),
  list: (words) => (words.length === 0 ? { kind: 'list' } : undefined),
  link: ([code, ...rest]) => (code === undefined || rest.length > 0 ? undefined : { kind: 'link', code }),
  status: ofProject('status'),
  deploy: ofProject('deploy'),
  restart: ([project, service, ...rest]) =>
    project === undefined || rest.length > 0
      ? undefined
      : { kind: 'restart', project, ...(service !== undefined && { service }) },
  rollback: ([project, revision, ...rest]) => {
    if (project === undefined || rest.length > 0) return undefined
    if (revision === undefined) return { kind: 'rollback', project }
    return /^[1-9]\d{0,8}$/.test(revision)
      ? { kind: 'rollback', project, revision: Number(revision) }
      : undefined
  },
  logs: readLogs,
} satisfies Record<string, Read>)

function readLogs([project, ...rest]: readonly string[]): Asked | undefined {
  if (project === undefined || rest.length > 2) return undefined
  // `logs shop 50` means lines, not a service.
  const [service, count] = rest.length === 1 && isCount(rest[0]) ? [undefined, rest[0]] : rest
  if (count !== undefined && !isCount(count)) return undefined
  const lines = count === undefined ? usualLines : Math.min(mostLines, Number(count))
  return { kind: 'logs', project, lines, ...(service !== undefined && { service }) }
}

const isCount = (word: string | undefined): boolean => /^[1-9]\d{0,8}$/.test(word ?? '')
