import type { LoadOptions } from '../load.ts'
import type { Project } from '../project.ts'
import { withoutEmptyLists, withoutEmptyListsOfModel } from './empty-lists.ts'
import { dumpConfig, dumpSecret } from './file-objects.ts'
import { type DumpFormat, extensionsJson, type JsonObject, mapRecord, omitEmpty } from './json.ts'
import { printJson } from './json-text.ts'
import { dumpModel } from './models.ts'
import { dumpNetwork, dumpVolume } from './resources.ts'
import { dumpService } from './service.ts'
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
  const text = format === 'json' ? printJson(jsonTree(project)) : printYaml(yamlTree(project))
  return text.replaceAll('$', '$$$$')
}

/**
 * The text that `docker compose config --no-interpolate` prints for a model that {@link loadModel} gave, with the
 * options that it was given. Pure.
 */
export const formatModel = (
  model: JsonObject,
  format: DumpFormat,
  { normalize = true }: Pick<LoadOptions, 'normalize'> = {},
): string => (format === 'json' ? printJson(withoutEmptyListsOfModel(model, normalize)) : printYaml(model))

/** In the order of the YAML text; the reference's JSON has no models. */
function sections(project: Project, format: DumpFormat): JsonObject {
  const models = format === 'yaml' ? project.models : {}
  return {
    services: mapRecord(project.services, (service) => dumpService(service, format)) ?? {},
    ...omitEmpty({
      networks: mapRecord(project.networks, (network) => dumpNetwork(network, format)),
      volumes: mapRecord(project.volumes, (volume) => dumpVolume(volume, format)),
      secrets: mapRecord(project.secrets, (secret) => dumpSecret(secret, format)),
      configs: mapRecord(project.configs, (config) => dumpConfig(config, format)),
      models: mapRecord(models, (model) => dumpModel(model, format)),
    }),
  }
}

function yamlTree(project: Project): JsonObject {
  const name = project.name === '' ? {} : { name: project.name }
  return { ...name, ...sections(project, 'yaml'), ...extensionsJson(project.extensions) }
}

/** At the top the JSON text is sorted; below, keys have the order of the specification. */
function jsonTree(project: Project): JsonObject {
  const extensions = withoutEmptyLists(extensionsJson(project.extensions))
  const tree: JsonObject = { ...dumpProject(project), ...extensions }
  return Object.fromEntries(Object.entries(tree).sort(([a], [b]) => (a < b ? -1 : 1)))
}
