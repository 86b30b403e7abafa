import * as format from '../formats.ts'
import type { Shape } from '../shape.ts'

const limit: Shape = { scalars: ['integer', 'string'], as: 'integer', format: format.int64Number }

/**
 * One number for both limits, or each on its own, by the name of the limit.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md#ulimits
 */
export const ulimits: Shape = {
  entries: { ...limit, fields: { soft: limit, hard: limit }, required: ['soft', 'hard'] },
}
