import type { Shape } from '../shape.ts'
import { text } from './basic.ts'

const option: Shape = { scalars: ['string', 'integer', 'number', 'boolean'] }

/** @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md#provider */
export const provider: Shape = {
  fields: { type: text, options: { entries: { ...option, list: option } } },
  required: ['type'],
}
