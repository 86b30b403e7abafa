import { projects as contract, type ProjectDetail, type RouteInput } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import type { Feed } from '../events/feed.ts'
import { ProblemError } from '../http/problem.ts'
import { addRoute, type RequestContext } from '../http/route.ts'
import type { SourceService } from '../sources/source-service.ts'
import { filesBodyLimit } from './files.ts'
import type { ProjectService } from './project-service.ts'

/** Projects and their files. Handlers translate and delegate; they decide nothing. */
export function projectRoutes(
  app: FastifyInstance,
  { projects, sources, feed }: { projects: ProjectService; sources: SourceService; feed: Feed },
): void {
  const detail = async (name: string, { reply }: RequestContext): Promise<ProjectDetail> => {
    // Before the reading: an event in between is told again, never missed.
    const seq = feed.seq()
    const found = await projects.read(name)
    reply.header('etag', found.filesEtag)
    return { ...found, seq }
  }
  const create = (
    { name, files, git }: RouteInput<typeof contract.createProject>['body'],
    signal: AbortSignal,
  ) => {
    if (files !== undefined && git === undefined) return projects.create(name, files)
    if (git !== undefined && files === undefined) return sources.create(name, git, signal)
    throw new ProblemError('REQUEST_INVALID', 'A project is made either from `files` or from `git`.')
  }
  const largeBody = { bodyLimit: filesBodyLimit }

  addRoute(app, contract.listProjects, async () => {
    const seq = feed.seq()
    return { projects: [...(await projects.list())], seq }
  })

  addRoute(
    app,
    contract.createProject,
    async ({ body }, context) => {
      await create(body, context.signal)
      context.reply.header('location', `/api/v1/projects/${body.name}`)
      return detail(body.name, context)
    },
    largeBody,
  )

  addRoute(app, contract.readProject, ({ params }, context) => detail(params.project, context))

  addRoute(
    app,
    contract.replaceProject,
    async ({ params, body }, context) => {
      await projects.replace(params.project, body.files, context.request.headers['if-match'])
      return detail(params.project, context)
    },
    largeBody,
  )

  addRoute(app, contract.syncProject, async ({ params, body }, context) => {
    await sources.sync(params.project, { ref: body?.ref }, context.signal)
    return detail(params.project, context)
  })

  addRoute(app, contract.deleteProject, async ({ params }) => {
    await projects.delete(params.project)
    return null
  })

  addRoute(app, contract.readFile, async ({ params }, { reply }) => {
    const etag = await projects.etag(params.project)
    reply.header('etag', etag)
    return { ...(await projects.readFile(params.project, params['*'])), etag }
  })

  addRoute(
    app,
    contract.writeFile,
    async ({ params, body }, context) => {
      const file = { ...body, path: params['*'] }
      await projects.writeFile(params.project, file, context.request.headers['if-match'])
      return detail(params.project, context)
    },
    largeBody,
  )

  addRoute(app, contract.deleteFile, async ({ params }, context) => {
    await projects.deleteFile(params.project, params['*'], context.request.headers['if-match'])
    return detail(params.project, context)
  })
}
