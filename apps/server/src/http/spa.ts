import { statSync } from 'node:fs'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { ProblemError, sendProblem, toProblem } from './problem.ts'

const yearSeconds = 365 * 24 * 60 * 60

/**
 * Serves the built page, compressed as it was built, and its index for every address that is the page's
 * own. Addresses of the API that do not exist are problems.
 *
 * @param folder The build of apps/web. Without one the page says how to make it; the API works.
 */
export async function usePage(app: FastifyInstance, folder: string): Promise<void> {
  await app.register(fastifyStatic, { root: folder, serve: false, preCompressed: true, cacheControl: false })
  app.setNotFoundHandler((request, reply) =>
    sendProblem(request, reply, toProblem(notFound(request), request.id)),
  )

  app.get<{ Params: { '*': string } }>('/*', { config: { permission: 'public' } }, async (request, reply) => {
    const file = request.params['*']
    if (isFile(folder, file)) return reply.header('cache-control', cachingOf(file)).sendFile(file)
    if (!isPageAddress(file)) throw notFound(request)
    if (!isFile(folder, index)) {
      throw new ProblemError('PAGE_NOT_BUILT', 'The API works, but the page has not been built.')
    }
    return reply.header('cache-control', cachingOf(index)).sendFile(index)
  })
}

const index = 'index.html'

const isFile = (folder: string, file: string) =>
  statSync(path.join(folder, path.normalize(`/${file}`)), { throwIfNoEntry: false })?.isFile() === true

/** Names below assets/ hold a hash of their content; all others keep their name when they change. */
const cachingOf = (file: string) =>
  file.startsWith('assets/') ? `public, max-age=${yearSeconds}, immutable` : 'no-cache'

const isPageAddress = (file: string) => !/^(api|assets)(\/|$)/.test(file)

const notFound = ({ method, url }: FastifyRequest) =>
  new ProblemError('ROUTE_NOT_FOUND', `There is nothing for ${method} ${url.split('?')[0]}.`)
