import { composeVersion } from '@berth/docker-engine'
import packageJson from '../../package.json' with { type: 'json' }
import type { CommandInput } from '../args/command.ts'
import type { versionFlags } from '../args/command-flags.ts'

/** `berth version`. */
export async function version({ flags, world }: CommandInput<typeof versionFlags>): Promise<number> {
  const { version: own } = packageJson
  if (flags.short) world.out.write(`${own}\n`)
  else if (flags.format === 'json')
    world.out.write(`${JSON.stringify({ version: own, compose: composeVersion })}\n`)
  else world.out.write(`Berth ${own} (keeps to Docker Compose ${composeVersion})\n`)
  return 0
}
