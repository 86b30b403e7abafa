import type { HostReader, PortRange } from '@berth/convergence'
import type { EngineReader } from '@berth/docker-engine'
import { ProblemError } from '../http/problem.ts'
import { createKeyedLock } from '../projects/keyed-lock.ts'
import type { ProjectStore } from '../projects/project-store.ts'
import { type CopyPort, type FixedPort, keyOfPort } from './isolate.ts'

/** Gives copies ports of the host that nobody else has. */
export interface PortGiver {
  /**
   * Finds a port for each that is wanted, and keeps others from being given the same until `store` has ended, which
   * writes them down. A port that was given before stays.
   *
   * @throws a problem, COPY_PORTS_TAKEN, when the range has no more.
   */
  give<T>(wanted: Wanted, store: (ports: CopyPort[]) => Promise<T>): Promise<T>
}

export interface Wanted {
  readonly fixed: readonly FixedPort[]
  /** What the copy has already. */
  readonly known: readonly CopyPort[]
}

export interface PortGiverDependencies {
  readonly store: Pick<ProjectStore, 'listPorts'>
  readonly engine: Pick<EngineReader, 'listContainers'>
  /** The machine that the Engine runs on, where that is this one. */
  readonly host: HostReader | undefined
  readonly range: PortRange
}

/** @see PortGiver */
export function createPortGiver({ store, engine, host, range }: PortGiverDependencies): PortGiver {
  const lock = createKeyedLock()

  /** What copies were given, running or not, and what somebody listens on now. */
  const findTaken = async () => {
    const [given, containers, listeners] = await Promise.all([
      store.listPorts(),
      engine.listContainers({}),
      host?.listeners() ?? [],
    ])
    return new Set([
      ...given.map(({ published, protocol }) => `${published}/${protocol}`),
      ...containers.flatMap(({ ports }) =>
        ports.map(({ published, protocol }) => `${published}/${protocol}`),
      ),
      ...listeners.map(({ port, protocol }) => `${port}/${protocol}`),
    ])
  }

  return {
    give: ({ fixed, known }, save) =>
      lock('ports', async () => {
        const own = new Map(known.map((port) => [keyOfPort(port), port]))
        if (fixed.every((port) => own.has(keyOfPort(port)))) {
          return save(known.filter((port) => fixed.some((wanted) => keyOfPort(wanted) === keyOfPort(port))))
        }
        const taken = await findTaken()
        const ports = fixed.map((port) => {
          const published = own.get(keyOfPort(port))?.published ?? nextFree(range, port.protocol, taken)
          taken.add(`${published}/${port.protocol}`)
          const { service, target, protocol, ordinal } = port
          return {
            service,
            target,
            protocol,
            ordinal,
            from: own.get(keyOfPort(port))?.from ?? port.from,
            published,
          }
        })
        return save(ports)
      }),
  }
}

function nextFree({ first, last }: PortRange, protocol: string, taken: ReadonlySet<string>): number {
  for (let port = first; port <= last; port++) if (!taken.has(`${port}/${protocol}`)) return port
  throw new ProblemError('COPY_PORTS_TAKEN', `Every port from ${first} to ${last} is taken.`)
}
