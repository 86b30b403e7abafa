import type { BuildImage } from '../../engine.ts'
import { EngineError } from '../../errors.ts'
import { engineRefusal } from '../to-engine-error.ts'
import type { FailedStep } from './build-progress.ts'

interface Advice {
  readonly words: RegExp
  readonly fix: string
}

/** What BuildKit says, and what helps; the first that fits counts. */
const advice: readonly Advice[] = [
  {
    words: /this Engine cannot check/,
    fix: 'Upgrade Docker to 27.0 or newer, or let the Engine reach the registry of that image.',
  },
  {
    words: /granting entitlement .* is not allowed/i,
    fix: 'Allow it in daemon.json of the Engine, `"builder": {"entitlements": {"security-insecure": true}}`, and restart the Engine.',
  },
  {
    words: /unsupported frontend capability moby\.buildkit\.frontend\.contexts/i,
    fix: 'Upgrade Docker to 23.0 or newer, or begin the Dockerfile with `# syntax=docker/dockerfile:1`.',
  },
  {
    words: /subdir not supported yet/i,
    fix: 'Upgrade Docker to 23.0 or newer: this one cannot build a folder of a git repository.',
  },
  {
    words: /exec format error/i,
    fix: 'The step is for another platform than the machine: install emulators for it, or build for its own platform.',
  },
  {
    words: /secret \S+: not found|was given no secret/i,
    fix: 'Name the secret under `build.secrets` of the service, and in `secrets` of the file.',
  },
  {
    words: /unset ssh forward key|no ssh key|no ssh handler/i,
    fix: 'Name the key under `build.ssh` of the service, or use `--ssh`.',
  },
]

/** What went wrong, in BuildKit's words, with the step that failed of itself when there is one. */
export function buildFailure(
  words: string,
  { tags, context }: BuildImage,
  step: FailedStep | undefined,
): EngineError {
  const what = tags[0] ?? context
  const where = step ? `${step.name}: ` : ''
  const reason = words.replace(/^failed to solve: /, '')
  return new EngineError('ENGINE_BUILD_FAILED', `Could not build ${what}: ${where}${reason}`, {
    fix: fixFor(words),
    details: { image: what, ...(step && { step: step.name, output: step.output }) },
  })
}

function fixFor(words: string): string | undefined {
  const known = advice.find((candidate) => candidate.words.test(words))
  if (known !== undefined) return known.fix
  // BuildKit's words for a base image that cannot be had are the same as a pull's.
  const { code, fix } = engineRefusal(words, 500, { doing: 'build' })
  return code === 'ENGINE_REFUSED' ? 'Mend the step that failed; its output says why.' : fix
}
