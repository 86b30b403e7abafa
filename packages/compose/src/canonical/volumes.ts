import { below, type Place } from '../context.ts'
import { cleanAnyPath } from '../paths.ts'
import { flatMapScalars, type Mapping, mappingOf, type Node, type Scalar, scalar } from '../tree.ts'
import { scalarText } from './number-text.ts'

/**
 * `volumes` of a service: `[source:]target[:options]` becomes the long form.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md#short-syntax-5
 */
export function expandVolumes(node: Node, place: Place): Node {
  return flatMapScalars(node, (item, index) => expandShortVolume(item, below(place, index)))
}

interface ShortVolume {
  readonly source: string
  readonly target: string | undefined
  readonly options: readonly string[]
}

function expandShortVolume(item: Scalar, { path, findings }: Place): Mapping[] {
  const spec = scalarText(item.value)
  const parsed = parseVolume(spec)
  if (typeof parsed !== 'string') return [longVolume(parsed, item, spec)]
  const isDrive = /^\p{L}:/u.test(spec)
  findings.report({
    code: isDrive ? 'COMPOSE_ONE_LETTER_VOLUME' : 'COMPOSE_INVALID_VALUE',
    message: parsed,
    fix: isDrive
      ? `Use the long form: {type: volume, source: ${spec[0]}, target: …}, or a longer name.`
      : 'Write it as source:target, for example data:/var/lib/data or ./folder:/folder:ro.',
    origin: item.origin,
    path,
  })
  return []
}

/** Splits at the colons, or says in a sentence what is wrong. A letter before the first colon is a Windows drive. */
function parseVolume(spec: string): ShortVolume | string {
  if (spec === '') return 'A mount cannot be empty.'
  // What `${A}:${B}` is without the variables. The mount's target is told of later.
  if (spec.length <= 2) return { source: '', target: spec, options: [] }
  const { parts, isOpen } = splitAtColons(spec)
  // As the reference reads it: what never ends is nothing. The mount's target is told of later.
  if (isOpen) return { source: parts[0] ?? '', target: parts[1], options: [] }
  if (parts.some((part) => part === '')) return `"${spec}" has nothing between two colons.`
  if (parts.length > 3) return `"${spec}" has too many colons.`
  const [first = '', second, options = ''] = parts
  if (second !== undefined) return { source: first, target: second, options: options.split(',') }
  if (/^\p{L}:/u.test(spec)) {
    return `"${spec}" reads as a path on the Windows drive ${spec[0]}:, not as the volume "${spec[0]}".`
  }
  return { source: '', target: first, options: [] }
}

const isOneLetter = (part: string) => /^\p{L}$/u.test(part)

/** Colons inside `${…}` belong to the variable; one that is open to the end belongs to no part. */
function splitAtColons(spec: string): { readonly parts: readonly string[]; readonly isOpen: boolean } {
  const parts: string[] = []
  let part = ''
  let depth = 0
  for (const [piece] of spec.matchAll(/\$\{|[^$}:]+|[$}:]/g)) {
    if (piece === '${') depth++
    else if (piece === '}' && depth > 0) depth--
    if (piece === ':' && depth === 0 && !isOneLetter(part)) {
      parts.push(part)
      part = ''
    } else part += piece
  }
  return depth > 0 ? { parts, isOpen: true } : { parts: [...parts, part], isOpen: false }
}

const propagations = new Set(['rprivate', 'private', 'rshared', 'shared', 'rslave', 'slave'])

function longVolume({ source, target, options }: ShortVolume, { origin }: Scalar, spec: string): Mapping {
  const isBind = isPath(source)
  const text = (value: string | undefined) => (value === undefined ? undefined : scalar(value, origin))
  const selinux = options.find((option) => option === 'z' || option === 'Z')
  const propagation = options.findLast((option) => propagations.has(option))
  const readOnly = options.findLast((option) => option === 'ro' || option === 'rw')
  const nocopy = options.includes('nocopy') ? scalar(true, origin) : undefined
  const bind = {
    selinux: text(selinux),
    propagation: text(propagation),
    create_host_path: isBind ? scalar(true, origin) : undefined,
  }
  const hasBindBlock = isBind || selinux !== undefined || propagation !== undefined
  // The reference leaves the empty `volume` block out for one- and two-letter texts only.
  const hasVolumeBlock = spec.length > 2
  return mappingOf(
    {
      type: scalar(isBind ? 'bind' : 'volume', origin),
      source: text(source === '' ? undefined : source),
      target: target === undefined ? undefined : scalar(cleanAnyPath(target), origin),
      read_only: readOnly === 'ro' ? scalar(true, origin) : undefined,
      bind: hasBindBlock ? mappingOf(bind, origin) : undefined,
      volume: !isBind && hasVolumeBlock ? mappingOf({ nocopy }, origin) : undefined,
    },
    origin,
  )
}

const isPath = (source: string) =>
  /^[./~]/.test(source) || source.startsWith('\\\\') || /^\p{L}:/u.test(source)
