import type { BuildImage } from '../../engine.ts'

/** What only the Engine knows. */
export interface BuilderFacts {
  /** The address that `host-gateway` stands for. */
  readonly hostGateway?: string
}

/** What BuildKit is told to do with the Dockerfile. */
export interface Frontend {
  readonly name: string
  readonly options: Readonly<Record<string, string>>
}

/**
 * The options of the Dockerfile frontend for a request, without those that say where its files are. Pure.
 *
 * @see https://github.com/moby/buildkit/blob/master/frontend/dockerfile/builder/build.go
 */
export function frontendOf(request: BuildImage, facts: BuilderFacts = {}): Frontend {
  const {
    args = {},
    labels = {},
    target,
    noCache,
    pull,
    network,
    platforms = [],
    attestations = {},
  } = request
  const syntax = args.BUILDKIT_SYNTAX
  const options = {
    ...prefixed('build-arg:', args),
    ...prefixed('label:', labels),
    // As Docker does: an image that is here is used, whatever its registry has.
    'image-resolve-mode': pull ? 'pull' : 'local',
    ...(target && { target }),
    ...(noCache && { 'no-cache': '' }),
    ...(platforms.length > 0 && { platform: platforms.join(',') }),
    ...((network === 'host' || network === 'none') && { 'force-network-mode': network }),
    ...prefixed('attest:', attestations),
    ...limitsOf(request, facts),
    ...(isTrue(args.BUILDKIT_MULTI_PLATFORM) && { 'multi-platform': 'true' }),
  }
  if (syntax === undefined) return { name: 'dockerfile.v0', options }
  // An argument of the build may name another frontend, which is an image.
  const [source = ''] = syntax.trim().split(' ')
  return { name: 'gateway.v0', options: { ...options, source, cmdline: syntax } }
}

function limitsOf({ extraHosts = [], shmSizeBytes, ulimits = [] }: BuildImage, facts: BuilderFacts) {
  const hosts = extraHosts.flatMap((entry) => hostsOf(entry, facts))
  return {
    ...(hosts.length > 0 && { 'add-hosts': hosts.join(',') }),
    ...(shmSizeBytes && { 'shm-size': String(shmSizeBytes) }),
    ...(ulimits.length > 0 && { ulimit: ulimits.join(',') }),
  }
}

/** `host=ip`; an address of version 6 may stand in brackets. */
function hostsOf(entry: string, { hostGateway = 'host-gateway' }: BuilderFacts): string[] {
  const [host = '', addresses = ''] = entry.split('=')
  return addresses
    .split(',')
    .map((address) => (address === 'host-gateway' ? hostGateway : address.replace(/^\[(.*)\]$/, '$1')))
    .map((address) => `${host}=${address}`)
}

const prefixed = (prefix: string, values: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}${name}`, value]))

/** Whether an argument of the build says yes, in the words that Go takes for it. */
export const isTrue = (text = ''): boolean => ['1', 't', 'true'].includes(text.toLowerCase())
