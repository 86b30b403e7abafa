/**
 * Every attribute of the Compose Specification: what may stand where. The table is spread over `shapes/`, a
 * file for each part; this is its top.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md
 */
import type { Shape } from './shape.ts'
import { oneOrMore, text } from './shapes/basic.ts'
import { config, secret } from './shapes/file-objects.ts'
import { model } from './shapes/models.ts'
import { network, volume } from './shapes/resources.ts'
import { service } from './shapes/service.ts'

/** The whole file. */
export const composeFile: Shape = {
  fields: {
    version: text,
    name: text,
    services: { entries: service, names: 'service' },
    networks: { entries: network, names: 'network' },
    volumes: { entries: volume, names: 'volume' },
    configs: { entries: config, names: 'config' },
    models: { entries: model, names: 'model' },
    secrets: { entries: secret, names: 'secret' },
    include: {
      list: {
        scalars: ['string'],
        fields: { path: oneOrMore, project_directory: text, env_file: oneOrMore },
      },
    },
  },
}
