import { type Static, Type } from 'typebox'
import { ProjectDetail, ProjectParams } from './projects.ts'
import { defineRoute } from './route.ts'

/** A Compose project on the Engine that is not registered. */
export const DiscoveredProject = Type.Object({
  name: Type.String(),
  folder: Type.Optional(Type.String({ description: 'Where its files were when it was made.' })),
  composeFiles: Type.Array(Type.String(), { description: 'Absolute, as they were merged.' }),
  services: Type.Array(Type.String()),
  containers: Type.Integer(),
  reach: Type.Enum(['adoptable', 'outside-roots', 'gone'], {
    description:
      '`outside-roots`: its folder is in none of BERTH_PROJECT_ROOTS. `gone`: Berth does not see its files; adopting reconstructs a compose file from the containers.',
  }),
})
export type DiscoveredProject = Static<typeof DiscoveredProject>

/** In text: a line each of name, reach, number of containers, and folder or `-`. */
export const discoverProjects = defineRoute({
  method: 'GET',
  path: '/api/v1/discovery',
  operationId: 'discoverProjects',
  summary: 'Compose projects that run on the Engine and are not registered.',
  tag: 'Projects',
  permission: 'project:write',
  headers: ['Accept'],
  reply: Type.Object({ projects: Type.Array(DiscoveredProject, { description: 'Sorted by name.' }) }),
})

export const adoptProject = defineRoute({
  method: 'POST',
  path: '/api/v1/discovery/:project/adopt',
  operationId: 'adoptProject',
  summary:
    'Registers a project that runs, with its files where they are. Nothing is stopped or made anew. Where they are `gone`, with a reconstructed compose file: its next deployment has to be asked for with `adopt`, and recreates the services that do not come out exactly as they were described.',
  tag: 'Projects',
  permission: 'project:write',
  params: ProjectParams,
  problems: ['PROJECT_NOT_FOUND', 'PROJECT_EXISTS', 'FOLDER_NOT_ALLOWED'],
  headers: ['Idempotency-Key'],
  reply: ProjectDetail,
  status: 201,
})
