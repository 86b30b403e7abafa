/** Replaces what must not be shown. Pure. */
export type Mask = (text: string) => string

/** What is shown instead of a secret. */
export const masked = '***'

/**
 * Shorter ones are not masked: they are no secrets, and blanking them out would make text unreadable and give
 * them away by what is left.
 */
const leastMasked = 4

/** The secret values of all projects, to keep them out of everything that is shown. */
export interface Masks {
  /** Replaces the secret values of a scope: those of a project, or of all projects when it is empty. */
  set(scope: string, secrets: Iterable<string>): void
  /** Replaces those that what a project runs was given, which may not be its secrets any more. */
  setDeployed(project: string, secrets: Iterable<string>): void
  /** Hides the secrets of a project, and those of all projects. */
  of(project: string): Mask
  /** Hides every secret there is: for the log. */
  readonly all: Mask
}

export function createMasks(): Masks {
  const secrets = new Map<string, readonly string[]>()
  const kept = new Map<string, Mask>()
  const compile = (key: string, scopes: Iterable<string>): Mask => {
    const mask = kept.get(key) ?? createMask([...scopes].flatMap((scope) => secrets.get(scope) ?? []))
    kept.set(key, mask)
    return mask
  }
  return {
    set(scope, values) {
      secrets.set(scope, [...values])
      kept.clear()
    },
    setDeployed(project, values) {
      secrets.set(deployedBy(project), [...values])
      kept.clear()
    },
    of: (project) => compile(`of ${project}`, ['', project, deployedBy(project)]),
    all: (text) => compile('all', secrets.keys())(text),
  }
}

/**
 * A copy with every text in it masked, whatever its shape: for what is written down in a form of its own
 * afterwards, in which a secret might look different. Keys stay. Pure.
 */
export function maskTexts<T>(value: T, mask: Mask): T {
  // Safe, all of them: texts become texts, and everything else keeps its shape.
  if (typeof value === 'string') return mask(value) as T
  if (Array.isArray(value)) return value.map((item) => maskTexts(item, mask)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, maskTexts(inner, mask)])) as T
}

/** Not the name of any project. */
const deployedBy = (project: string) => `${project} deployed`

/** Hides these values, also as JSON, in an address or in base64, and each line of those with several. */
export function createMask(secrets: Iterable<string>): Mask {
  const forms = new Set([...secrets].flatMap(formsOf).filter((form) => form.length >= leastMasked))
  if (forms.size === 0) return (text) => text
  // Longer ones first: a secret may begin with another.
  const longestFirst = [...forms].sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
  const pattern = new RegExp(longestFirst.map(escapePattern).join('|'), 'g')
  return (text) => text.replace(pattern, masked)
}

const escapePattern = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')

function formsOf(secret: string): string[] {
  if (secret.length < leastMasked) return []
  const lines = secret.split(/\r?\n/).map((line) => line.trim())
  return [secret, secret.trim(), ...(lines.length > 1 ? lines : [])].flatMap((form) => [
    form,
    JSON.stringify(form).slice(1, -1),
    encodeURIComponent(form.toWellFormed()),
    Buffer.from(form).toString('base64'),
    Buffer.from(form).toString('base64url'),
  ])
}
