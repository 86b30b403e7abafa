import { type Static, Type } from 'typebox'
import { ProjectName, ProjectParams } from './projects.ts'
import { defineRoute } from './route.ts'

/** What Compose accepts as the name of a variable that a file can ask for. */
export const VariableName = Type.String({
  pattern: '^[A-Za-z_][A-Za-z0-9_.-]*$',
  maxLength: 255,
  description:
    'Letters, digits, `_`, `.` and `-`, beginning with a letter or `_`. Compose files can ask for those of letters, digits and `_`.',
})

export const VariableSource = Type.Enum(
  ['project', 'env-file', 'global', 'project-name', 'default', 'unset', 'missing'],
  {
    description: [
      'What decides the value, from what wins to what loses: `project` is kept by Berth for this project, `env-file` is',
      'the `.env` of the project, `global` is for all projects, `project-name` is set by Berth itself. `default`: it is',
      'not set and a default of the files stands in; `unset`: an empty text does; `missing`: the files require it.',
    ].join(' '),
  },
)
export type VariableSource = Static<typeof VariableSource>

/** One place where a file consults a variable. */
export const VariableUse = Type.Object({
  file: Type.String(),
  line: Type.Integer(),
  column: Type.Integer(),
  isRequired: Type.Boolean(),
  default: Type.Optional(Type.String({ description: 'As written, for `${NAME:-default}`.' })),
})

export const Variable = Type.Object({
  name: Type.String(),
  value: Type.Union([Type.String(), Type.Null()], {
    description: 'Null when it is a secret, which is never told, or not set.',
  }),
  isSecret: Type.Boolean(),
  source: VariableSource,
  place: Type.Optional(
    Type.Object({ file: Type.String(), line: Type.Integer() }, { description: 'Where a file sets it.' }),
  ),
  overrides: Type.Array(VariableSource, { description: 'What sets it too, to no effect.' }),
  uses: Type.Array(VariableUse),
  finding: Type.Optional(
    Type.Enum(['missing', 'unset', 'unused'], {
      description: '`missing` stops a deployment; `unset` and `unused` are worth a look.',
    }),
  ),
})
export type Variable = Static<typeof Variable>

const Etag = Type.String({ description: 'Changes with any of them; send it as If-Match, quotes and all.' })

export const Variables = Type.Object({
  variables: Type.Array(Variable, { description: 'Sorted by name.' }),
  etag: Etag,
})
export type Variables = Static<typeof Variables>

export const GlobalVariable = Type.Object({
  name: Type.String(),
  value: Type.Union([Type.String(), Type.Null()], { description: 'Null when it is a secret.' }),
  isSecret: Type.Boolean(),
  usedBy: Type.Array(ProjectName, { description: 'Projects whose files get their value from it, sorted.' }),
})
export type GlobalVariable = Static<typeof GlobalVariable>

export const GlobalVariables = Type.Object({
  variables: Type.Array(GlobalVariable, { description: 'Sorted by name.' }),
  etag: Etag,
})
export type GlobalVariables = Static<typeof GlobalVariables>

export const VariableInput = Type.Object(
  {
    value: Type.Optional(
      Type.String({
        maxLength: 65_536,
        description: 'May be left out to make a secret of a variable that is set.',
      }),
    ),
    isSecret: Type.Optional(
      Type.Boolean({
        description:
          'A secret is encrypted at rest and never told again. Left out: as it was; not, when it is new.',
      }),
    ),
  },
  { additionalProperties: false },
)
export type VariableInput = Static<typeof VariableInput>

export const EnvText = Type.Object({
  text: Type.String({ description: 'As in an env file: comments, quotes and all. Secrets are not in it.' }),
  etag: Etag,
})
const EnvTextInput = Type.Object(
  { text: Type.String({ maxLength: 1_048_576 }) },
  { additionalProperties: false },
)

const ProjectVariableParams = Type.Object({ project: ProjectName, variable: VariableName })
const GlobalVariableParams = Type.Object({ variable: VariableName })

/** In text: a line each of name, source, `file:line` or `-`, finding or `-`, and the value as JSON, `***` or `-`. */
export const listVariables = defineRoute({
  method: 'GET',
  path: '/api/v1/projects/:project/variables',
  operationId: 'listVariables',
  summary:
    'Every variable that the project sets or consults: its value, its source, what is missing or unused.',
  tag: 'Variables',
  permission: 'project:read',
  params: ProjectParams,
  headers: ['Accept'],
  problems: ['PROJECT_NOT_FOUND'],
  reply: Variables,
})

export const setVariable = defineRoute({
  method: 'PUT',
  path: '/api/v1/projects/:project/variables/:variable',
  operationId: 'setVariable',
  summary: 'Sets a variable of the project: in its .env, or, for a secret, encrypted beside it.',
  tag: 'Variables',
  permission: 'project:write',
  params: ProjectVariableParams,
  body: VariableInput,
  headers: ['If-Match'],
  problems: [
    'PROJECT_NOT_FOUND',
    'VARIABLES_INVALID',
    'VARIABLE_VALUE_REQUIRED',
    'FILES_CHANGED',
    'SOURCE_FILE_READ_ONLY',
  ],
  reply: Variables,
})

export const deleteVariable = defineRoute({
  method: 'DELETE',
  path: '/api/v1/projects/:project/variables/:variable',
  operationId: 'deleteVariable',
  summary: 'Deletes a variable of the project, wherever it is set.',
  tag: 'Variables',
  permission: 'project:write',
  params: ProjectVariableParams,
  headers: ['If-Match'],
  problems: [
    'PROJECT_NOT_FOUND',
    'VARIABLE_NOT_FOUND',
    'VARIABLES_INVALID',
    'FILES_CHANGED',
    'SOURCE_FILE_READ_ONLY',
  ],
  reply: Variables,
})

/** In text: the text itself. */
export const readEnv = defineRoute({
  method: 'GET',
  path: '/api/v1/projects/:project/env',
  operationId: 'readEnv',
  summary: 'The .env of the project as it is written.',
  tag: 'Variables',
  permission: 'project:read',
  params: ProjectParams,
  headers: ['Accept', 'If-None-Match'],
  problems: ['PROJECT_NOT_FOUND'],
  reply: EnvText,
})

export const writeEnv = defineRoute({
  method: 'PUT',
  path: '/api/v1/projects/:project/env',
  operationId: 'writeEnv',
  summary: 'Replaces the .env of the project. Secrets stay as they are.',
  tag: 'Variables',
  permission: 'project:write',
  params: ProjectParams,
  body: EnvTextInput,
  headers: ['If-Match'],
  problems: ['PROJECT_NOT_FOUND', 'VARIABLES_INVALID', 'FILES_CHANGED', 'SOURCE_FILE_READ_ONLY'],
  reply: Variables,
})

/** In text: a line each of name, projects that use it joined by commas or `-`, and the value as JSON or `***`. */
export const listGlobalVariables = defineRoute({
  method: 'GET',
  path: '/api/v1/variables',
  operationId: 'listGlobalVariables',
  summary: 'The variables of all projects. A project that sets the same name wins.',
  tag: 'Variables',
  permission: 'project:read',
  headers: ['Accept'],
  reply: GlobalVariables,
})

export const setGlobalVariable = defineRoute({
  method: 'PUT',
  path: '/api/v1/variables/:variable',
  operationId: 'setGlobalVariable',
  summary: 'Sets a variable of all projects.',
  tag: 'Variables',
  permission: 'variable:write',
  params: GlobalVariableParams,
  body: VariableInput,
  headers: ['If-Match'],
  problems: ['VARIABLES_INVALID', 'VARIABLE_VALUE_REQUIRED', 'FILES_CHANGED'],
  reply: GlobalVariables,
})

export const deleteGlobalVariable = defineRoute({
  method: 'DELETE',
  path: '/api/v1/variables/:variable',
  operationId: 'deleteGlobalVariable',
  summary: 'Deletes a variable of all projects.',
  tag: 'Variables',
  permission: 'variable:write',
  params: GlobalVariableParams,
  headers: ['If-Match'],
  problems: ['VARIABLE_NOT_FOUND', 'VARIABLES_INVALID', 'FILES_CHANGED'],
  reply: GlobalVariables,
})

/** In text: the text itself. */
export const readGlobalEnv = defineRoute({
  method: 'GET',
  path: '/api/v1/env',
  operationId: 'readGlobalEnv',
  summary: 'The variables of all projects as an env file.',
  tag: 'Variables',
  permission: 'project:read',
  headers: ['Accept', 'If-None-Match'],
  reply: EnvText,
})

export const writeGlobalEnv = defineRoute({
  method: 'PUT',
  path: '/api/v1/env',
  operationId: 'writeGlobalEnv',
  summary: 'Replaces the variables of all projects that are no secrets.',
  tag: 'Variables',
  permission: 'variable:write',
  body: EnvTextInput,
  headers: ['If-Match'],
  problems: ['VARIABLES_INVALID', 'FILES_CHANGED'],
  reply: GlobalVariables,
})
