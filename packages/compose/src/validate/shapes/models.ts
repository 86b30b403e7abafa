import type { Shape } from '../shape.ts'
import { listOfTexts, text } from './basic.ts'

/** @see https://github.com/compose-spec/compose-spec/blob/main/models.md */
export const model: Shape = {
  fields: {
    name: text,
    model: text,
    context_size: { scalars: ['integer'], acceptsWholeFloats: true },
    runtime_flags: listOfTexts,
  },
  required: ['model'],
}

/** @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md#models */
export const serviceModels: Shape = {
  list: text,
  isSet: true,
  entries: { nullable: true, fields: { endpoint_var: text, model_var: text } },
}
