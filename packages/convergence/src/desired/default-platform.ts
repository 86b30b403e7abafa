import type { Service } from '@berth/compose'

/**
 * What is built and names no platform is for the one that `DOCKER_DEFAULT_PLATFORM` names, and its hash tells, as with
 * Docker Compose. Pure.
 */
export function onDefaultPlatform(service: Service, platform: string | undefined): Service {
  const isFilled = platform !== undefined && service.build !== undefined && !service.platform
  return isFilled ? { ...service, platform } : service
}
