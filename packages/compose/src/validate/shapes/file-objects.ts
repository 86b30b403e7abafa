import type { Shape } from '../shape.ts'
import { driverOptions, keyValues, openExternal, text } from './basic.ts'

const mode: Shape = { scalars: ['integer', 'string'], alsoAsWritten: 'number' }

/**
 * How a service is given a config or a secret.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md#configs
 */
export const fileReference: Shape = {
  scalars: ['string'],
  fields: { source: text, target: text, uid: text, gid: text, mode },
  required: ['source'],
}

/** @see https://github.com/compose-spec/compose-spec/blob/main/08-configs.md */
export const config: Shape = {
  fields: {
    name: text,
    content: text,
    environment: text,
    file: text,
    external: openExternal,
    labels: keyValues,
    template_driver: text,
  },
}

/** @see https://github.com/compose-spec/compose-spec/blob/main/09-secrets.md */
export const secret: Shape = {
  fields: {
    name: text,
    environment: text,
    file: text,
    external: openExternal,
    labels: keyValues,
    driver: text,
    driver_opts: driverOptions,
    template_driver: text,
  },
}
