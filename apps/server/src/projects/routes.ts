import { projects as contract, discovery, type ProjectDetail, type RouteInput } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import { actorOf } from '../access/guard.ts'
import { reaches } from '../access/scope.ts'
import type { CopyService } from '../copies/copy-service.ts'
import type { Feed } from '../events/feed.ts'
import { nextPage } from '../http/next-page.ts'
import { ProblemError } from '../http/problem.ts'
import { addRoute, answerWith, type RequestContext } from '../http/route.ts'
import { acceptUploads } from '../http/uploads.ts'
import type { FolderService } from '../sources/folder-service.ts'
import type { SourceService } from '../sources/source-service.ts'
import { unpackArchive } from './archive/unpack-archive.ts'
import { filesBodyLimit } from './files.ts'
import { ownerOf } from './owner.ts'
import { projectListText } from './project-list-text.ts'
import { pageOf } from './project-page.ts'
import type { ProjectService } from './project-service.ts'
import { type ProjectTextContext, projectsText, projectText } from './project-text.ts'

export interface ProjectSlice {
  readonly projects: ProjectService
  readonly copies: Pick<CopyService, 'keep' | 'setIdleHours'>
  readonly sources: SourceService
  readonly folders: FolderService
  readonly feed: Feed
  /** What runs, by project; undefined when nothing of it was deployed. */
  readonly deployedOf: ProjectTextContext['deployedOf']
  readonly now: () => number
}

/** Projects and their files. Handlers translate and delegate; they decide nothing. */
export function projectRoutes(app: FastifyInstance, slice: ProjectSlice): void {
  const { projects, copies, sources, folders, feed, deployedOf, now } = slice
  const textContext = ({ request }: RequestContext) => ({
    now: now(),
    hostname: request.hostname,
    deployedOf,
  })
  const detail = async (name: string, { reply }: RequestContext): Promise<ProjectDetail> => {
    // Before the reading: an event in between is told again, never missed.
    const seq = feed.seq()
    const found = await projects.read(name)
    reply.header('etag', found.filesEtag)
    return { ...found, seq }
  }
  const create = (
    { name, files, git, folder }: RouteInput<typeof contract.createProject>['body'],
    context: RequestContext,
  ) => {
    const options = { ...context, owner: ownerOf(actorOf(context)) }
    if ([files, git, folder].filter((source) => source !== undefined).length === 1) {
      if (files !== undefined) return projects.create(name, files, options)
      if (git !== undefined) return sources.create(name, git, options)
      if (folder !== undefined) return folders.create(name, { folder, composeFiles: [] }, options)
    }
    throw new ProblemError('REQUEST_INVALID', 'A project is made from one of `files`, `git` and `folder`.')
  }
  const largeBody = { bodyLimit: filesBodyLimit }

  addRoute(app, contract.listProjects, async ({ query }, context) => {
    const seq = feed.seq()
    const actor = actorOf(context)
    const all = await projects.list()
    const seen = actor.scope?.projects === undefined ? all : all.filter(({ name }) => reaches(actor, name))
    const page = pageOf(seen, query)
    if (page.nextCursor !== undefined)
      context.reply.header('link', nextPage(context.request.url, page.nextCursor))
    return context.isText
      ? answerWith({ status: 200, body: projectsText(page.projects, textContext(context)) })
      : answerWith({ status: 200, body: projectListText(page, seq), isJson: true })
  })

  addRoute(
    app,
    contract.createProject,
    async ({ body }, context) => {
      if (!reaches(actorOf(context), body.name)) {
        throw new ProblemError('ACCESS_DENIED', `The token is for other projects than ${body.name}.`)
      }
      if (!context.isMade) await create(body, context)
      context.reply.header('location', `/api/v1/projects/${body.name}`)
      return detail(body.name, context)
    },
    largeBody,
  )

  addRoute(app, contract.readProject, async ({ params }, context) => {
    const found = await detail(params.project, context)
    return context.isText
      ? answerWith({ status: 200, body: projectText(found, textContext(context)) })
      : found
  })

  app.register(async (scope) => {
    acceptUploads(scope, contract.replaceProject.uploads, async (archive) => ({
      files: await unpackArchive(archive),
    }))
    addRoute(
      scope,
      contract.replaceProject,
      async ({ params, body }, context) => {
        await projects.replace(params.project, body.files, {
          owner: ownerOf(actorOf(context)),
          ifMatch: context.request.headers['if-match'],
        })
        return detail(params.project, context)
      },
      largeBody,
    )
  })

  addRoute(app, contract.updateProject, async ({ params, body }, context) => {
    if (body.recovery !== undefined) await projects.setRecovery(params.project, body.recovery)
    if (body.keptUntil !== undefined) await copies.keep(params.project, body.keptUntil)
    if (body.idleHours !== undefined) await copies.setIdleHours(params.project, body.idleHours)
    return detail(params.project, context)
  })

  addRoute(app, contract.syncProject, async ({ params, body }, context) => {
    await sources.sync(params.project, body ?? {}, context.signal)
    return detail(params.project, context)
  })

  addRoute(app, discovery.discoverProjects, async (_input, { isText }) => {
    const found = (await folders.discover()).map((project) => ({
      ...project,
      composeFiles: [...project.composeFiles],
      services: [...project.services],
    }))
    const lines = found.map(
      ({ name, reach, containers, folder }) => `${name} ${reach} ${containers} ${folder ?? '-'}\n`,
    )
    return isText ? answerWith({ status: 200, body: lines.join('') }) : { projects: found }
  })

  addRoute(app, discovery.adoptProject, async ({ params }, context) => {
    if (!context.isMade) await folders.adopt(params.project, { ...context, owner: ownerOf(actorOf(context)) })
    context.reply.header('location', `/api/v1/projects/${params.project}`)
    return detail(params.project, context)
  })

  addRoute(app, contract.deleteProject, async ({ params }, { request }) => {
    await projects.delete(params.project, request.headers['if-match'])
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
