import type { Service } from '@berth/compose'

/** The key of the config that holds the credentials; no file can declare one of that name. */
export const credentialsConfig = '#apisocket'

const socket = '/var/run/docker.sock'

/**
 * A service with what `use_api_socket` stands for: the Engine's socket, and a file with the credentials of
 * registries, which the Docker CLI in the container is told to use unless it is told otherwise. Other services stay
 * as they are.
 */
export function withApiSocket(service: Service): Service {
  if (!service.use_api_socket) return service
  const { volumes = [], configs = [], environment } = service
  return {
    ...service,
    volumes: [...volumes, { type: 'bind', source: socket, target: socket }],
    environment: { DOCKER_CONFIG: '/run/secrets/docker', ...environment },
    configs: [...configs, { source: credentialsConfig, target: '/run/secrets/docker/config.json' }],
  }
}
