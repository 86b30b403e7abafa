import { EngineError, type EngineErrorCode, engineErrorCodes } from '../errors.ts'

/** What was tried, as a clause (`start container shop-web-1`), and what it was about. */
export interface Attempt {
  readonly doing: string
  readonly image?: string | undefined
}

/** The fields docker-modem puts on its errors. `statusCode` is missing when nobody answered. */
export interface EngineFailure extends Error {
  readonly statusCode?: number
  readonly code?: string
  readonly json?: unknown
}

interface Rule {
  readonly words?: RegExp
  readonly status?: number
  readonly code: EngineErrorCode
  readonly fix?: string
  /** Names the groups of `words` whose text goes into the details. */
  readonly detail?: 'port' | 'image'
}

/** The first rule that fits decides. Words come first: the Engine answers 500 to most of these. */
const rules: readonly Rule[] = [
  {
    words:
      /(?:bind for|listen (?:tcp|udp|sctp)[46]?|bind (?:host )?port(?: for)?) (?:\[[^\]]*\]|[\d.]*):(?<port>\d+).*(?:already allocated|already in use)/is,
    code: 'ENGINE_PORT_IN_USE',
    detail: 'port',
  },
  {
    words:
      /no matching manifest for|does not match the specified platform|does not provide the specified platform/i,
    code: 'ENGINE_IMAGE_NOT_FOUND',
    fix: 'The image exists, but not for this platform: choose another tag, or set `platform`.',
  },
  { words: /no such image:? ?(?<image>[^\s,]*)/i, code: 'ENGINE_IMAGE_NOT_FOUND', detail: 'image' },
  {
    words: /manifest unknown|name unknown|manifest for \S+ not found|image .*does not exist locally/i,
    code: 'ENGINE_IMAGE_NOT_FOUND',
  },
  {
    words: /^invalid reference format|invalid repository name/i,
    code: 'ENGINE_REFUSED',
    fix: 'Check the name of the image: lower case, host/name:tag.',
  },
  { words: /toomanyrequests|too many requests|HTTP (?:status: )?429/i, code: 'ENGINE_REGISTRY_LIMITED' },
  {
    words: /x509: |tls: (?:failed to verify|handshake failure)|server gave http response/i,
    code: 'ENGINE_REGISTRY_UNREACHABLE',
    fix: 'Give the Engine the certificate of the registry, in /etc/docker/certs.d, or, where it has none, name it under `insecure-registries` in daemon.json.',
  },
  {
    words:
      /received unexpected HTTP status: 5\d\d|error parsing HTTP 5\d\d response|error unmarshalling content/i,
    code: 'ENGINE_REGISTRY_UNREACHABLE',
    fix: 'What answers under this name is no registry, or is broken: check the name, and the log of the registry.',
  },
  {
    words:
      /access denied|access to the resource is denied|unauthorized|no basic auth credentials|authentication required|incorrect username or password|insufficient_scope|authorization failed/i,
    code: 'ENGINE_REGISTRY_DENIED',
  },
  {
    words:
      /(?:get|head|post|put|patch) "?https?:\/\/.*(?:dial tcp|no such host|i\/o timeout|connection refused|network is unreachable|request canceled|tls|x509|eof|server gave http response)/is,
    code: 'ENGINE_REGISTRY_UNREACHABLE',
  },
  {
    words: /has active endpoints/i,
    code: 'ENGINE_CONFLICT',
    fix: 'Stop or disconnect the containers that are still on this network.',
  },
  // To an unpause the Engine answers 500.
  { words: /container \S+ is not paused/i, code: 'ENGINE_CONFLICT' },
  { status: 404, code: 'ENGINE_NOT_FOUND' },
  { status: 409, code: 'ENGINE_CONFLICT' },
]

const unreachableFixes: Readonly<Record<string, string>> = {
  ENOENT:
    'Start Docker, or set DOCKER_HOST to the socket it listens on. In a container, mount it: -v /var/run/docker.sock:/var/run/docker.sock',
  EACCES:
    'Give this user access to the socket: add it to the group docker and sign in again; for a container use --group-add.',
  ECONNREFUSED:
    'Nothing listens there: start Docker, for example with systemctl start docker, or correct DOCKER_HOST.',
  ENOTFOUND: 'The host name in DOCKER_HOST does not resolve: correct it.',
  ECONNRESET: 'Docker closed the connection, perhaps because it is stopping. Try again when it is up.',
  EPIPE: 'Docker closed the connection, perhaps because it is stopping. Try again when it is up.',
  ETIMEDOUT: 'Check the host in DOCKER_HOST and the firewall in front of it.',
  ENOTSOCK: 'DOCKER_HOST names a file that is no socket: correct it.',
}

/**
 * Turns what dockerode throws into an EngineError: the Engine's own words, our code, and advice where we
 * have some. An EngineError stays as it is, and so does a fault of our own (a TypeError, say). An abort
 * never comes through here.
 */
export function toEngineError(thrown: unknown, attempt: Attempt): unknown {
  if (thrown instanceof EngineError || !isFailure(thrown)) return thrown
  if (thrown.statusCode === undefined) return unreachable(thrown, attempt)
  return engineRefusal(wordsOf(thrown), thrown.statusCode, { ...attempt, cause: thrown })
}

/** docker-modem sets `statusCode`, node:http a `code`. */
const isFailure = (thrown: unknown): thrown is EngineFailure =>
  thrown instanceof Error && !(thrown instanceof TypeError) && ('statusCode' in thrown || 'code' in thrown)

/** The same for an error that arrives as text inside a stream which began with 200. */
export function engineRefusal(
  words: string,
  status: number,
  attempt: Attempt & { cause?: unknown },
): EngineError {
  const rule = rules.find((candidate) => fits(candidate, words, status))
  const code = rule?.code ?? 'ENGINE_REFUSED'
  return new EngineError(code, `Could not ${attempt.doing}: ${words}`, {
    cause: attempt.cause,
    fix: rule?.fix ?? adviceFor(code),
    details: detailsOf(rule, words, attempt),
  })
}

const fits = (rule: Rule, words: string, status: number) =>
  rule.words ? rule.words.test(words) : rule.status === status

function detailsOf(rule: Rule | undefined, words: string, attempt: Attempt): Record<string, string> {
  const found = rule?.detail && rule.words?.exec(words)?.groups?.[rule.detail]
  const isAboutImage = rule?.code.startsWith('ENGINE_IMAGE') || rule?.code.startsWith('ENGINE_REGISTRY')
  return {
    ...(isAboutImage && attempt.image && { image: attempt.image }),
    ...(rule?.detail && found && !(rule.detail === 'image' && attempt.image) && { [rule.detail]: found }),
  }
}

/** The general advice helps only where the code itself says what to do. */
function adviceFor(code: EngineErrorCode): string | undefined {
  const isSpecific = code !== 'ENGINE_REFUSED' && code !== 'ENGINE_CONFLICT' && code !== 'ENGINE_NOT_FOUND'
  return isSpecific ? engineErrorCodes[code].fix : undefined
}

function unreachable(failure: EngineFailure, { doing }: Attempt): EngineError {
  return new EngineError('ENGINE_UNREACHABLE', `Could not ${doing}: ${failure.message}`, {
    cause: failure,
    fix: unreachableFixes[failure.code ?? ''] ?? engineErrorCodes.ENGINE_UNREACHABLE.fix,
  })
}

/** docker-modem wraps the Engine's message in its own; a stream's error body is not parsed into `json`. */
function wordsOf({ json, message }: EngineFailure): string {
  if (typeof json === 'object' && json !== null && 'message' in json) return String(json.message).trim()
  return message.replace(/^\(HTTP code \d+\) [^-]* - /, '').trim()
}
