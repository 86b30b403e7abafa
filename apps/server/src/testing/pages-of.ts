import type { TestServer } from './start-server.ts'

/** The names, or what else `key` is, of what a list tells, page by page as its Link headers lead. */
export async function pagesOf(
  server: TestServer,
  url: string,
  { list, key = 'name' }: { readonly list: string; readonly key?: string },
): Promise<unknown[][]> {
  const reply = await server.call({ method: 'GET', url })
  const body = reply.json()
  const page = body[list].map((each: Record<string, unknown>) => each[key])
  const { link } = reply.headers
  if (link === undefined) return [page]
  const [, next = ''] = /^<(.*)>; rel="next"$/.exec(String(link)) ?? []
  if (new URL(next, 'http://x').searchParams.get('cursor') !== body.nextCursor) {
    throw new Error(`${url} leads to ${link}, and its cursor is ${body.nextCursor}`)
  }
  return [page, ...(await pagesOf(server, next, { list, key }))]
}
