import { readFileSync } from 'node:fs'
import path from 'node:path'
import { type Policy, PolicyError, readPolicy } from '@berth/convergence'
import type { Problem } from '../problem.ts'
import type { World } from '../world.ts'

/** The policy that `--policy` names, or else `BERTH_POLICY`; `undefined` where neither does. */
export function loadPolicy(
  { policy }: { readonly policy?: string | undefined },
  { env, cwd }: Pick<World, 'env' | 'cwd'>,
): { readonly policy?: Policy } | { readonly problem: Problem } {
  const file = policy ?? env.BERTH_POLICY
  if (!file) return {}
  try {
    return { policy: readPolicy(file, readFileSync(path.resolve(cwd, file), 'utf8')) }
  } catch (error) {
    if (error instanceof PolicyError)
      return { problem: faulty(`The policy cannot be used:\n${error.message}`) }
    const { code, message } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    return { problem: faulty(`The policy ${file} could not be read: ${message}`) }
  }
}

const faulty = (message: string): Problem => ({
  code: 'CLI_BAD_POLICY',
  message,
  fix: 'Mend the file, as docs/policies.md describes it, or name another with --policy or BERTH_POLICY.',
})
