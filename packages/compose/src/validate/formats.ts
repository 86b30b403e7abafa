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

export const containerName = matches(
  /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/,
  'at least two letters, digits, underscores, dots or hyphens, starting with a letter or digit',
)

export const restartPolicy = matches(
  /^(no|always|unless-stopped|on-failure(:\d+)?)$/,
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

export const portProtocol = oneOf('tcp', 'udp', 'sctp')

export const publishedPort = matches(/^\d+(-\d+)?$/, 'a port or a range, such as 8080 or 8080-8090')

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
