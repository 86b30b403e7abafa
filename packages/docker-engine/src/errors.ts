/** Every way the Engine can fail us: what it means and what usually helps. docs/errors.md is made of this. */
export const engineErrorCodes = {
  ENGINE_UNREACHABLE: {
    meaning: 'No Docker Engine answered, or it went away before it had answered.',
    fix: 'Start Docker, and check that DOCKER_HOST names its socket and that this user may open it.',
  },
  ENGINE_TOO_OLD: {
    meaning: 'The Engine answers, but its API is older than what was asked of it needs.',
    fix: 'Upgrade Docker to the release named in the message, or leave the setting out.',
  },
  ENGINE_NOT_FOUND: {
    meaning: 'The container, network or volume does not exist (any more).',
    fix: 'Look again: it may have been removed meanwhile.',
  },
  ENGINE_CONFLICT: {
    meaning: 'The name is taken, or the object is in use or in a state that does not allow this.',
    fix: 'Remove or rename what is in the way, or wait until it is no longer in use.',
  },
  ENGINE_REFUSED: {
    meaning: 'The Engine understood and would not, or failed while trying. The message holds its words.',
    fix: 'Follow what the Engine says; its own log tells more.',
  },
  ENGINE_PORT_IN_USE: {
    meaning: 'A published port is already taken on the host. `details.port` names it.',
    fix: 'Publish another port, or stop the program that has this one.',
  },
  ENGINE_IMAGE_NOT_FOUND: {
    meaning: 'The image is neither on the Engine nor in its registry. `details.image` names it.',
    fix: 'Check the name and the tag, or build the image first.',
  },
  ENGINE_REGISTRY_DENIED: {
    meaning:
      'The registry wants other credentials, or hides that the repository does not exist. `details.image` names it.',
    fix: 'Check the name, then sign in with docker login, or store the right credentials.',
  },
  ENGINE_REGISTRY_LIMITED: {
    meaning:
      'The registry gives no more images to who asks for now: it has been asked too often. `details.image` names the image.',
    fix: 'Wait, or sign in with docker login, which allows more; a mirror on the Engine asks less often.',
  },
  ENGINE_REGISTRY_UNREACHABLE: {
    meaning: 'The Engine could not reach the registry of an image. `details.image` names the image.',
    fix: "Check the registry's name and the network, DNS and proxy of the machine that runs the Engine.",
  },
  ENGINE_BUILD_FAILED: {
    meaning: 'A build ended with an error. `details.step` names the step, `details.output` ends its output.',
    fix: 'Mend the step that failed; its output is above the error.',
  },
} as const satisfies Record<`ENGINE_${string}`, { meaning: string; fix: string }>

/** Stable names of the failures; each is explained in {@link engineErrorCodes} and docs/errors.md. */
export type EngineErrorCode = keyof typeof engineErrorCodes

/** What we tried, in the Engine's own words why it failed, and what to do about it where we know. */
export class EngineError extends Error {
  readonly code: EngineErrorCode
  readonly fix: string | undefined
  /** What the failure is about, for example `{ port: '8080' }`. */
  readonly details: Readonly<Record<string, string>>

  constructor(
    code: EngineErrorCode,
    message: string,
    options: { cause?: unknown; fix?: string | undefined; details?: Readonly<Record<string, string>> } = {},
  ) {
    super(message, { cause: options.cause })
    this.name = 'EngineError'
    this.code = code
    this.fix = options.fix
    this.details = options.details ?? {}
  }
}

/** Narrows what was caught, to one code when given. */
export function isEngineError(thrown: unknown, code?: EngineErrorCode): thrown is EngineError {
  return thrown instanceof EngineError && (code === undefined || thrown.code === code)
}
