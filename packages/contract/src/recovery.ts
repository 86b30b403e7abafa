import { type Static, Type } from 'typebox'

/** What becomes of an operation that a stop of the server cut short. */
export const RecoveryPolicy = Type.Enum(['finish', 'undo', 'leave'], {
  description:
    'What becomes of an operation that a stop of the server cut short, when it starts again: `finish` plans it anew and goes on; `undo` plans the way back to what ran before; `leave` waits for somebody to decide.',
})
export type RecoveryPolicy = Static<typeof RecoveryPolicy>
