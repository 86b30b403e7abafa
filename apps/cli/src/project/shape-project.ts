import type { Project, Service } from '@berth/compose'
import type { Problem } from '../problem.ts'
import { noSuchService } from './no-such-service.ts'
import { unknownServices } from './select-services.ts'

export interface ShapeFlags {
  /** `SERVICE=N`, each. */
  readonly scale: readonly string[]
  readonly pull: string | undefined
}

/** The project as the flags of `up` change it for this run. Pure. */
export function shapeProject(project: Project, { scale, pull }: ShapeFlags): Project | { problem: Problem } {
  const replicas = new Map<string, number>()
  for (const text of scale) {
    const read = readScale(text, project)
    if ('problem' in read) return read
    replicas.set(read.service, read.replicas)
  }
  const shape = (service: Service): Service => {
    const count = replicas.get(service.name)
    return { ...service, ...(count !== undefined && { scale: count }), ...(pull && { pull_policy: pull }) }
  }
  const services = Object.entries(project.services).map(([name, service]) => [name, shape(service)])
  return { ...project, services: Object.fromEntries(services) }
}

function readScale(
  text: string,
  project: Project,
): { readonly service: string; readonly replicas: number } | { problem: Problem } {
  const [, service = '', count = ''] = /^([^=]+)=(\d+)$/.exec(text) ?? []
  if (service === '') return bad(`--scale needs SERVICE=N, not '${text}'`)
  const [unknown] = unknownServices(project, [service])
  if (unknown !== undefined) return { problem: noSuchService(unknown, project) }
  const name = project.services[service]?.container_name
  if (name !== undefined && Number(count) > 1) {
    return bad(
      `Service ${service} cannot run ${count} containers: its container_name ${name} can be taken once only`,
      'Remove container_name from the service.',
    )
  }
  return { service, replicas: Number(count) }
}

const bad = (message: string, fix?: string): { problem: Problem } => ({
  problem: { code: 'CLI_BAD_VALUE', message, ...(fix && { fix }) },
})
