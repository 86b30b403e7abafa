import * as format from '../formats.ts'
import type { Shape } from '../shape.ts'
import { listOf, text, textOf } from './basic.ts'
import { hook } from './hook.ts'

const patterns: Shape = { scalars: ['string'], list: text, isSet: true }

/** @see https://github.com/compose-spec/compose-spec/blob/main/develop.md */
export const develop: Shape = {
  nullable: true,
  fields: {
    watch: listOf({
      fields: {
        path: textOf(format.nonEmptyPath),
        action: textOf(format.watchAction),
        target: text,
        exec: hook,
        include: patterns,
        ignore: patterns,
        initial_sync: { scalars: ['boolean'] },
      },
      required: ['path', 'action'],
    }),
  },
}
