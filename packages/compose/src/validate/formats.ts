import { parseBytes } from '../canonical/bytes.ts'
import { parseDuration } from '../canonical/duration.ts'
import type { FormatCheck } from './shape.ts'

const accepts =
  (isFine: (text: string) => boolean, wanted: string): FormatCheck =>
  (text) =>
    isFine(text) ? undefined : wanted

const matches = (pattern: RegExp, wanted: string) => accepts((text) => pattern.test(text), wanted)

const oneOf = (...words: readonly string[]) =>
  accepts((text) => words.includes(text), `${words.length > 1 ? 'one of ' : ''}${words.join(', ')}`)

export const duration = accepts(
  (text) => parseDuration(text) !== undefined,
  'a duration with units, such as 30s or 1m30s',
)

export const bytes = accepts((text) => parseBytes(text) !== undefined, 'a size, such as 64m or 1gb')

const int64 = 2n ** 63n

const isInt64 = (text: string) => /^-?\d+$/.test(text) && BigInt(text) >= -int64 && BigInt(text) < int64

/** A size as text, or a whole number of bytes; only the number may be negative. */
export const byteSize: FormatCheck = (text, type) => {
  const isWhole = type === 'integer' && isInt64(text)
  return isWhole ? undefined : type === 'string' ? bytes(text, type) : 'a size, such as 64m or 1gb'
}

/** A whole number that 64 bits hold; what is behind the point does not count. */
export const int64Number: FormatCheck = (text) => {
  const value = Number(text)
  return Math.abs(value) < 2 ** 63 || isInt64(text) ? undefined : 'a number of at most 64 bits'
}

export const uint64Number: FormatCheck = (text) =>
  text.startsWith('-') || isBeyond(text, 2n ** 64n)
    ? 'a number between 0 and 18446744073709551615'
    : undefined

/** Whole numbers are compared in full: a double would round them to the limit. */
const isBeyond = (text: string, limit: bigint): boolean =>
  /^\d+$/.test(text) ? BigInt(text) >= limit : Number(text) >= Number(limit)

export const finite = accepts((text) => Number.isFinite(Number(text)), 'a finite number')

export const between = (low: number, high: number) =>
  accepts((text) => Number(text) >= low && Number(text) <= high, `between ${low} and ${high}`)

export const wholeBetween = (low: number, high: number) =>
  accepts(
    (text) => Number.isInteger(Number(text)) && Number(text) >= low && Number(text) <= high,
    `a whole number between ${low} and ${high}`,
  )

export const cgroupNamespace = oneOf('host', 'private')

const nameOfContainer =
  'at least two letters, digits, underscores, dots or hyphens, starting with a letter or digit'

/** A name may hold more: `\${PREFIX}-web` is `-web` where the variable is not set, which the Engine refuses. */
export const containerName = matches(/[a-zA-Z0-9][a-zA-Z0-9_.-]/, nameOfContainer)

/** What the Engine takes for the name of a container. */
export const engineContainerName = matches(/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/, nameOfContainer)

/** None at all is what an unset variable leaves. */
export const restartPolicy = matches(
  /^(|no|always|unless-stopped|on-failure(:\d+)?)$/,
  'no, always, unless-stopped, on-failure or on-failure:N',
)

export const pullPolicy = matches(
  /^(always|never|build|if_not_present|missing|refresh|daily|weekly|every_(\d+[wdhms])+)$/,
  'always, missing, never, build, daily, weekly or every_<duration>',
)

export const dependencyCondition = oneOf(
  'service_started',
  'service_healthy',
  'service_completed_successfully',
)

export const mountType = oneOf('bind', 'volume', 'tmpfs', 'image', 'npipe', 'cluster')

export const bindRecursion = oneOf('enabled', 'disabled', 'writable', 'readonly')

export const selinuxMode = oneOf('z', 'Z')

export const updateOrder = oneOf('start-first', 'stop-first')

export const watchAction = oneOf('rebuild', 'sync', 'restart', 'sync+restart', 'sync+exec')

export const deviceCount = matches(/^([-+]?\d+|all)$/i, 'a number of devices, or all')

export const allGpus = oneOf('all')

export const nonEmptyPath = accepts((text) => text !== '', 'a path')

export const envFileFormat = oneOf('raw')

/** The Engine takes them in capitals too. */
export const portProtocol = accepts((text) => /^(tcp|udp|sctp)$/i.test(text), 'one of tcp, udp, sctp')

export const publishedPort = matches(/^(\d+(-\d+)?)?$/, 'a port or a range, such as 8080 or 8080-8090')

/** A dotted IPv4 address, or anything with colons that an IPv6 address may hold. */
export const isIpAddress = (text: string): boolean =>
  /^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/.test(text) || isIpv6(text)

function isIpv6(text: string): boolean {
  const [address = '', ...zone] = text.split('%')
  if (zone.length > 1 || !address.includes(':')) return false
  const groups = address.split(':')
  const hasGap = address.includes('::')
  const fine = groups.every((group) => group === '' || /^[0-9a-fA-F]{1,4}$/.test(group))
  return fine && address.split('::').length <= 2 && (hasGap ? groups.length <= 9 : groups.length === 8)
}

export const ipAddress = accepts((text) => text === '' || isIpAddress(text), 'an IP address')

export const nonNegative = accepts((text) => !text.startsWith('-'), 'zero or more')
