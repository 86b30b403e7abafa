import type { Shape } from '../shape.ts'
import { integer } from './basic.ts'

/**
 * One number for both limits, or each on its own, by the name of the limit.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md#ulimits
 */
export const ulimits: Shape = {
  entries: { ...integer, fields: { soft: integer, hard: integer }, required: ['soft', 'hard'] },
}
