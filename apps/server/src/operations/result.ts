import type { Operation, Replica, ServiceStatus } from '@berth/contract'

/** How the services are, as the record of an operation keeps it. Pure. */
export const toResult = (services: readonly ServiceStatus[]): NonNullable<Operation['result']> => ({
  services: services.map(({ name, state, wanted, replicas }) => {
    const exitCode = replicas.find((replica) => replica.exitCode !== undefined)?.exitCode
    return {
      service: name,
      state,
      running: replicas.filter(isRunning).length,
      wanted,
      ...(exitCode !== undefined && { exitCode }),
      addresses: replicas.flatMap(({ ports }) => ports.map((port) => ({ ...port }))),
    }
  }),
})

const isRunning = ({ state }: Replica) =>
  state === 'running' || state === 'healthy' || state === 'unhealthy' || state === 'starting'
