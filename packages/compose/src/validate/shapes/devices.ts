import * as format from '../formats.ts'
import type { Shape } from '../shape.ts'
import { keyValues, listOf, setOfTexts, text } from './basic.ts'

/** @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md#devices */
export const devices: Shape = listOf({
  scalars: ['string'],
  fields: { source: text, target: text, permissions: text },
  required: ['source', 'target'],
})

const deviceRequest: Shape = {
  fields: {
    capabilities: setOfTexts,
    count: { scalars: ['string', 'integer'], format: format.deviceCount },
    device_ids: setOfTexts,
    driver: text,
    options: keyValues,
  },
}

/** @see https://github.com/compose-spec/compose-spec/blob/main/deploy.md#devices */
export const reservedDevice: Shape = { ...deviceRequest, required: ['capabilities'] }

/** @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md#gpus */
export const gpus: Shape = {
  scalars: ['string'],
  format: format.allGpus,
  list: { ...deviceRequest, ignoresOthers: true },
}
