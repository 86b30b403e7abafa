import type { Shape } from '../shape.ts'
import { argv, boolean, keyValues, text } from './basic.ts'

/** A command that is run in the container. */
export const hook: Shape = {
  fields: {
    command: argv,
    user: text,
    privileged: boolean,
    working_dir: text,
    environment: keyValues,
  },
  required: ['command'],
}
