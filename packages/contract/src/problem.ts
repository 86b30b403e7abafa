import { type Static, Type } from 'typebox'
import { OperationSchema } from './operations.ts'
import { RunCause, RunSchema } from './runs.ts'

/** The body of every error reply. @see https://www.rfc-editor.org/rfc/rfc9457 */
export const Problem = Type.Object(
  {
    type: Type.String({ description: 'Where the code is explained.' }),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String({ description: 'Stable, for example `PROJECT_NOT_FOUND`.' }),
    detail: Type.String({ description: 'What was tried and what went wrong.' }),
    fix: Type.Optional(Type.String({ description: 'What to do about it.' })),
    requestId: Type.Optional(Type.String()),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          message: Type.String(),
          code: Type.Optional(Type.String()),
          pointer: Type.Optional(Type.String()),
          file: Type.Optional(Type.String()),
          line: Type.Optional(Type.Integer()),
          column: Type.Optional(Type.Integer()),
          fix: Type.Optional(Type.String()),
          rule: Type.Optional(Type.String({ description: 'With POLICY_VIOLATION: the rule that refuses.' })),
          value: Type.Optional(
            Type.String({ description: 'What it comes to: of a path, where that leads in the end.' }),
          ),
          frame: Type.Optional(Type.String({ description: 'The lines around it, for a terminal.' })),
        }),
      ),
    ),
    operation: Type.Optional(OperationSchema),
    run: Type.Optional(RunSchema),
    exitCode: Type.Optional(
      Type.Union([Type.Integer(), Type.Null()], {
        description: 'With RUN_FAILED: of the command; null when it did not end by itself.',
      }),
    ),
    cause: Type.Optional(RunCause),
    oldest: Type.Optional(
      Type.Integer({ description: 'With CURSOR_EXPIRED: nothing is missing after this number less one.' }),
    ),
  },
  { $id: 'Problem' },
)
export type Problem = Static<typeof Problem>
