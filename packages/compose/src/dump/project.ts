import type { Project } from '../project.ts'
import { extensionsJson, type JsonObject, type JsonValue } from './json.ts'
import { printJson } from './json-text.ts'
import { dumpNetwork, dumpVolume } from './resources.ts'
import { type DumpFormat, dumpService } from './service.ts'
import { printYaml } from './yaml-text.ts'

/**
 * The canonical tree of a project: what `docker compose config --format json` prints, with single dollar signs.
 */
export function dumpProject(project: Project): JsonObject {
  return {
    name: project.name,
    ...sections(project, 'json'),
    ...extensionsJson(project.extensions),
  }
}

/**
 * The text that `docker compose config` prints, byte for byte; dollar signs are doubled, so that it can be
 * loaded again. Pure.
 */
export function formatProject(project: Project, format: DumpFormat): string {
  const text = format === 'json' ? printJson(sortKeys(dumpProject(project))) : printYaml(yamlTree(project))
  return text.replaceAll('$', '$$$$')
}

/** The text that `docker compose config --no-interpolate` prints for a model that {@link loadModel} gave. Pure. */
export const formatModel = (model: JsonObject, format: DumpFormat): string =>
  format === 'json' ? printJson(model) : printYaml(model)

function sections(project: Project, format: DumpFormat): JsonObject {
  const networks = mapRecord(project.networks, (network) => dumpNetwork(network, format))
  const volumes = mapRecord(project.volumes, (volume) => dumpVolume(volume, format))
  return {
    ...(Object.keys(networks).length > 0 && { networks }),
    services: mapRecord(project.services, (service) => dumpService(service, format)),
    ...(Object.keys(volumes).length > 0 && { volumes }),
  }
}

function yamlTree(project: Project): JsonObject {
  const { services = {}, ...resources } = sections(project, 'yaml')
  const name = project.name === '' ? {} : { name: project.name }
  return { ...name, services, ...resources, ...extensionsJson(project.extensions) }
}

const mapRecord = <T>(record: Readonly<Record<string, T>>, change: (value: T) => JsonValue): JsonObject =>
  Object.fromEntries(Object.entries(record).map(([key, value]): [string, JsonValue] => [key, change(value)]))

/** At the top the JSON text is sorted; below, keys have the order of the specification. */
function sortKeys(tree: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(tree).sort(([a], [b]) => (a < b ? -1 : 1)))
}
