import { type TSchema, Type } from 'typebox'
import { ApiToken, Session } from './auth.ts'
import { commonProblems, declaredProblems } from './declared-problems.ts'
import { HostStatus } from './host.ts'
import { OperationSchema, Step } from './operations.ts'
import { PlanView } from './plan-view.ts'
import { Problem } from './problem.ts'
import { ProjectDetail, ProjectSummary, Replica, ServiceStatus } from './projects.ts'
import { Revision, RevisionImage } from './revisions.ts'
import type { RequestHeader, RouteShape, StreamType } from './route.ts'
import { RunSchema } from './runs.ts'
import { GlobalVariable, Variable } from './variables.ts'

/** An OpenAPI 3.1 document: plain JSON. */
export interface OpenApiDocument {
  readonly openapi: '3.1.0'
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>
  readonly components: object
}

/** Describes routes as OpenAPI 3.1. Pure: the same routes in the same order give the same document. */
export function openApiDocument(routes: readonly RouteShape[], version: string): OpenApiDocument {
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes) {
    const path = pathOf(route)
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Berth', version, description },
    paths,
    components: {
      schemas: Object.fromEntries(components.map(([name, schema]) => [name, membersOf(schema)])),
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'An API token, `berth_…`.' },
        session: { type: 'apiKey', in: 'cookie', name: '__Host-berth', description: 'Set by signing in.' },
      },
    },
  }
}

const description = `Deploys and watches Docker Compose projects.

Errors are \`application/problem+json\` (RFC 9457) with a stable \`code\` and, where one is known, a \`fix\`.
With \`Accept: text/plain\` they are lines of text.

Each route names the problems that are its own. Any can also meet ${commonProblems
  .map((code) => `\`${code}\``)
  .join(', ')}, and those of the Docker Engine, which begin with \`ENGINE_\`.

Two websockets are not in this document: \`/api/v1/ws\` tells events by topic, with sequence numbers and
replay, and \`/api/v1/projects/{project}/logs/ws?service=&tail=\` follows the output of containers.`

/** Fastify's \`:name\` and \`*\` as OpenAPI writes them. */
const pathOf = ({ path }: RouteShape) => path.replace('*', '{path}').replaceAll(/:([a-z]+)/gi, '{$1}')

function operationOf(route: RouteShape): object {
  const { operationId, summary, tag, permission, orPermission, conditional, body, uploads = [] } = route
  return {
    operationId,
    summary,
    tags: [tag],
    'x-permission': permission,
    ...(orPermission && { 'x-permission-or': orPermission }),
    ...(conditional && { 'x-permission-when': conditional }),
    security: permission === 'public' ? [] : [{ token: [] }, { session: [] }],
    parameters: parametersOf(route),
    ...(body && {
      requestBody: {
        required: !Type.IsOptional(body),
        content: {
          'application/json': { schema: jsonOf(body) },
          ...Object.fromEntries(
            uploads.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]),
          ),
        },
      },
    }),
    responses: responsesOf(route),
  }
}

function parametersOf({ params, query, headers = [] }: RouteShape): object[] {
  return [
    ...propertiesOf(params).map(([name, schema]) => ({
      name: name === '*' ? 'path' : name,
      in: 'path',
      required: true,
      schema: jsonOf(schema),
    })),
    ...propertiesOf(query).map(([name, schema]) => ({ name, in: 'query', schema: jsonOf(schema) })),
    ...(headers.includes('Prefer') ? [waitParameter] : []),
    ...headers.filter((name) => name !== 'Accept').map(headerOf),
  ]
}

const waitParameter = {
  name: 'wait',
  in: 'query',
  description: 'As `Prefer: wait=N`, for callers that cannot set a header.',
  schema: { type: 'integer', minimum: 0, maximum: 600 },
}

const headerOf = (name: Exclude<RequestHeader, 'Accept'>) => ({
  name,
  in: 'header',
  description: headerMeaning[name],
  schema: { type: 'string' },
})

const headerMeaning: Record<Exclude<RequestHeader, 'Accept'>, string> = {
  'Idempotency-Key':
    'Sending the same request with the same key again within a day is done once, and answered as the first.',
  'If-Match': 'The `ETag` that was read; 412 when it is another by now. Whatever is there: `*`.',
  'If-None-Match': 'The `ETag` that was read; 304 without a body while it is the same.',
  Prefer: '`wait=N` waits for the end of the operation, at most N seconds (600).',
}

function responsesOf(route: RouteShape): object {
  const { reply, status = 200, produces, streams = [], headers = [] } = route
  const canWait = headers.includes('Prefer')
  const success = contentOf({ reply, produces, streams, isText: headers.includes('Accept') })
  return {
    [status]: { description: describe(status), ...(status !== 204 && { content: success }) },
    ...(canWait && {
      200: { description: 'It succeeded.', content: success },
      202: { description: 'It has not ended; ask again at `Location`.', content: success },
      424: { description: 'It failed; the operation is in `operation`.', content: problemContent },
    }),
    default: {
      description: ['Refused or failed.', ...declaredProblems(route).map((code) => `\`${code}\``)].join(' '),
      content: problemContent,
    },
  }
}

const problemContent = {
  'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
}

function contentOf(route: {
  readonly reply: TSchema
  readonly produces: RouteShape['produces'] | undefined
  readonly streams: readonly StreamType[]
  readonly isText: boolean
}): object {
  const type = route.produces ?? 'application/json'
  const isBinary = type === 'application/octet-stream'
  return {
    [type]: isBinary ? {} : { schema: jsonOf(route.reply) },
    ...(route.isText && { 'text/plain': { schema: { type: 'string' } } }),
    ...Object.fromEntries(route.streams.map((stream) => [stream, { schema: { type: 'string' } }])),
  }
}

const describe = (status: number) =>
  ({ 201: 'Made.', 202: 'Accepted; the work goes on.', 204: 'Done.' })[status] ?? 'As asked.'

const propertiesOf = (schema: TSchema | undefined): [string, TSchema][] =>
  schema !== undefined && Type.IsObject(schema) ? Object.entries(schema.properties) : []

/** Described once and referred to by name. */
const components: readonly [name: string, schema: TSchema][] = [
  ['ApiToken', ApiToken],
  ['GlobalVariable', GlobalVariable],
  ['HostStatus', HostStatus],
  ['Operation', OperationSchema],
  ['Plan', PlanView],
  ['Problem', Problem],
  ['Project', ProjectDetail],
  ['ProjectSummary', ProjectSummary],
  ['Replica', Replica],
  ['Revision', Revision],
  ['RevisionImage', RevisionImage],
  ['Run', RunSchema],
  ['ServiceStatus', ServiceStatus],
  ['Session', Session],
  ['Step', Step],
  ['Variable', Variable],
]
const nameOf = new Map<unknown, string>(components.map(([name, schema]) => [schema, name]))

/** A schema as plain JSON; components in it become references. */
function jsonOf(schema: unknown): unknown {
  const name = nameOf.get(schema)
  if (name !== undefined) return { $ref: `#/components/schemas/${name}` }
  if (Array.isArray(schema)) return schema.map(jsonOf)
  return typeof schema === 'object' && schema !== null ? membersOf(schema) : schema
}

/** Without what TypeBox keeps beside the JSON Schema, and the id that the server's own copy has. */
const membersOf = (schema: object) =>
  Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => key !== '$id')
      .map(([key, value]) => [key, jsonOf(value)]),
  )
