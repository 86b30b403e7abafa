import type { Policy, PortRange, Verdict } from './policy.ts'

/** Reads the value that a file gives a rule; throws an Error whose message says what is allowed. */
type ReadRule<T> = (value: unknown) => T

/** How a file writes what becomes of something. */
const verdicts: Readonly<Record<string, Verdict>> = {
  allow: 'allowed',
  warn: 'needs-confirmation',
  refuse: 'denied',
}

const readVerdict = (value: unknown): Verdict => {
  const verdict = typeof value === 'string' && Object.hasOwn(verdicts, value) ? verdicts[value] : undefined
  if (verdict === undefined) throw new Error('has to be allow, warn or refuse')
  return verdict
}

const readMissing = (value: unknown): Exclude<Verdict, 'allowed'> => {
  const verdict = readVerdict(value)
  if (verdict === 'allowed') throw new Error('has to be warn or refuse')
  return verdict
}

const list = (value: unknown): readonly unknown[] => {
  if (!Array.isArray(value)) throw new Error('has to be a list')
  return value
}

const text = (value: unknown): string => {
  if (typeof value !== 'string' || value === '') throw new Error('has to be a text')
  return value
}

const absolutePath = (value: unknown): string => {
  if (!text(value).startsWith('/')) throw new Error(`${value} has to be an absolute path`)
  return text(value)
}

const capability = (value: unknown): string => text(value).toUpperCase().replace(/^CAP_/, '')

function portRange(value: unknown): PortRange {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(String(value))
  const [first, last] = [Number(match?.[1]), Number(match?.[2] ?? match?.[1])]
  if (!(first >= 1 && first <= last && last <= 65_535)) {
    throw new Error(`${value} has to be a port, or a range such as 8000-8999`)
  }
  return { first, last }
}

/** A mapping with these keys, each of which may be left out. */
function fields<K extends string>(value: unknown, keys: readonly K[]): Partial<Record<K, unknown>> {
  const isMapping = typeof value === 'object' && value !== null && !Array.isArray(value)
  const strange = isMapping
    ? Object.keys(value).find((key) => !(keys as readonly string[]).includes(key))
    : ''
  if (!isMapping || strange !== undefined) throw new Error(`has to be a mapping of ${keys.join(' and ')}`)
  return value as Partial<Record<K, unknown>>
}

/** Whoever gives a list means that the rest is refused, unless they say something else. */
const listed =
  <T>(read: (item: unknown) => T): ReadRule<{ readonly allowed: readonly T[]; readonly others: Verdict }> =>
  (value) => {
    const { allowed = [], others = 'refuse' } = fields(value, ['allowed', 'others'])
    return { allowed: list(allowed).map(read), others: readVerdict(others) }
  }

const limits = ['memory', 'cpus', 'pids'] as const
const pins = ['nothing', 'tag', 'digest'] as const

function oneOf<T extends string>(value: unknown, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === value)
  if (found === undefined) throw new Error(`${String(value)} has to be one of ${choices.join(', ')}`)
  return found
}

/** How each rule is read: one that is added without a reader here does not compile. */
export const ruleReaders: { readonly [K in keyof Policy]: ReadRule<Policy[K]> } = {
  privileged: readVerdict,
  hostNamespaces: readVerdict,
  foreignContainers: readVerdict,
  foreignVolumes: readVerdict,
  capabilities: listed(capability),
  devices: listed(absolutePath),
  deviceCgroupRules: readVerdict,
  gpus: readVerdict,
  securityOptions: readVerdict,
  hostSettings: readVerdict,
  binds: listed(absolutePath),
  sharedPropagation: readVerdict,
  volumeDrivers: listed(text),
  protectedPaths: (value) => list(value).map(absolutePath),
  ports: listed(portRange),
  images: listed(text),
  imagePins: (value) => {
    const { required, missing = 'refuse' } = fields(value, ['required', 'missing'])
    return { required: oneOf(required, pins), missing: readMissing(missing) }
  },
  requiredLimits: (value) => {
    const said = fields(value, ['limits', 'missing'])
    return {
      limits: list(said.limits ?? []).map((limit) => oneOf(limit, limits)),
      missing: readMissing(said.missing ?? 'refuse'),
    }
  },
  falseLabels: readVerdict,
  buildEntitlements: readVerdict,
  dataLoss: readVerdict,
}
