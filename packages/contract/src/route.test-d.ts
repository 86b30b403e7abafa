import { Type } from 'typebox'
import { expectTypeOf } from 'vitest'
import type { deploy } from './deployments.ts'
import type { readOperation } from './operations.ts'
import type { readFile } from './projects.ts'
import { defineRoute, type RouteInput, type RouteReply } from './route.ts'

const described = { operationId: 'x', summary: 'x', tag: 'x' } as const

// What a caller sends is what the schemas say, and nothing where there is none.
expectTypeOf<RouteInput<typeof readFile>>().toEqualTypeOf<{ params: { project: string; '*': string } }>()
expectTypeOf<keyof RouteInput<typeof readOperation>>().toEqualTypeOf<'params'>()
expectTypeOf<keyof RouteInput<typeof deploy>>().toEqualTypeOf<'params' | 'body'>()
expectTypeOf<RouteReply<typeof readFile>['encoding']>().toEqualTypeOf<'utf8' | 'base64'>()

// A permission that is not in the list, and a path outside the API, do not compile.
defineRoute({
  ...described,
  method: 'GET',
  path: '/api/v1/x',
  // @ts-expect-error
  permission: 'project:everything',
  reply: Type.Null(),
})
defineRoute({
  ...described,
  method: 'GET',
  // @ts-expect-error
  path: '/x',
  permission: 'public',
  reply: Type.Null(),
})
