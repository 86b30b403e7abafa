import type { Diagnostic } from '@berth/compose'
import type { Static } from 'typebox'
import { expectTypeOf } from 'vitest'
import type { Mutable } from './mutable.ts'
import type { Problem } from './problem.ts'
import type { DiagnosticShape } from './projects.ts'

type Wire = Static<typeof DiagnosticShape>
type ProblemFinding = NonNullable<Problem['errors']>[number]

// A finding about compose text is told as it is.
expectTypeOf<Mutable<Diagnostic>>().toEqualTypeOf<Wire>()

// In a problem its place is flat.
expectTypeOf<Pick<Wire, 'code' | 'message' | 'fix'>>().toExtend<ProblemFinding>()
expectTypeOf<
  { message: string } & Pick<NonNullable<Wire['range']>, 'file' | 'line' | 'column'>
>().toExtend<ProblemFinding>()
