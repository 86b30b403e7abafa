import type { HostReader } from '@berth/convergence'
import type { EngineReader } from '@berth/docker-engine'
import type { Config } from '../config.ts'
import { type CopyDependencies, type CopyService, createCopyService } from './copy-service.ts'
import { createPortGiver } from './give-ports.ts'

type Dependencies = Omit<CopyDependencies, 'ports' | 'quota' | 'keptMs' | 'idleHours'> & {
  readonly engine: Pick<EngineReader, 'listContainers'>
  readonly host: HostReader | undefined
  readonly config: Pick<Config, 'copyPorts' | 'copyQuota' | 'copyDays' | 'copyIdleHours'>
}

const dayMs = 24 * 60 * 60_000

/** Puts the parts of copies together, as the configuration has them. */
export function openCopies({ engine, host, config, ...dependencies }: Dependencies): CopyService {
  const { copyPorts: range, copyQuota: quota, copyDays, copyIdleHours: idleHours } = config
  return createCopyService({
    ...dependencies,
    ports: createPortGiver({ store: dependencies.store, engine, host, range }),
    quota,
    keptMs: copyDays === undefined ? undefined : copyDays * dayMs,
    idleHours,
  })
}
