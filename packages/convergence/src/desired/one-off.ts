import type { Project, Service } from '@berth/compose'
import type { ContainerBody } from '@berth/docker-engine'

/** A container that is made once, beside those of its service: for one command. */
export interface OneOff {
  readonly service: string
  /** Tells it from others: 64 hexadecimal digits, the first twelve of which are in its name. */
  readonly slug: string
  /** Instead of `project-service-run-slug`. */
  readonly name?: string
  /** What is typed reaches it, from the first one who attaches. */
  readonly hasInput: boolean
  /** The Engine removes it when it has ended. */
  readonly removesItself: boolean
  /** On its networks it answers to the names of its service, too. */
  readonly usesAliases: boolean
}

/** The service as a one-off container of it is made: one, that nothing starts again. Pure. */
export function asOneOff(project: Project, service: Service, { name, slug, hasInput }: OneOff): Service {
  const { restart: _, deploy, ...rest } = service
  const { restart_policy: _policy, ...deployed } = deploy ?? {}
  return {
    ...rest,
    container_name: name ?? `${project.name}-${service.name}-run-${slug.slice(0, 12)}`,
    scale: 1,
    stdin_open: hasInput,
    ...(deploy && { deploy: deployed }),
  }
}

/** What its body has besides. */
export function oneOffBody({ hasInput }: OneOff): Partial<ContainerBody> {
  return hasInput ? { AttachStdin: true, StdinOnce: true } : {}
}
