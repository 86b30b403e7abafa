import { createRequire } from 'node:module'
import path from 'node:path'
import { openApiDocument, routes } from '@berth/contract'
import { engineErrorCodes } from '@berth/docker-engine'
import '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { problemCodes } from '../problem-codes.ts'
import { version } from '../version.ts'

const config = { permission: 'public' } as const

/** The API described: `/api/openapi.json`, a page to read it at `/api/docs`, and every error code. */
export function docsRoutes(app: FastifyInstance): void {
  app.get('/api/openapi.json', { config }, async () => openApiDocument(routes, version))
  app.get('/api/docs', { config }, async (_request, reply) => reply.type(html).send(docsPage))
  app.get('/api/docs/start.js', { config }, async (_request, reply) =>
    reply.type(javascript).send(startScript),
  )
  app.get('/api/docs/errors', { config }, async (_request, reply) =>
    reply.type(html).send(await errorsPage()),
  )

  app.get<{ Params: { file: string } }>('/api/docs/ui/:file', { config }, async ({ params }, reply) =>
    reply.sendFile(params.file, uiFolder, { maxAge: '1d', cacheControl: true }),
  )
}

const uiFolder = path.join(
  path.dirname(createRequire(import.meta.url).resolve('@fastify/swagger-ui')),
  'static',
)

const html = 'text/html; charset=utf-8'
const javascript = 'text/javascript; charset=utf-8'

const docsPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Berth API</title>
<link rel="icon" href="/favicon.svg">
<link rel="stylesheet" href="/api/docs/ui/swagger-ui.css">
</head>
<body>
<div id="api"></div>
<script src="/api/docs/ui/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script>
</body>
</html>
`

const startScript = `SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#api', deepLinking: true, validatorUrl: null })\n`

interface Explained {
  readonly code: string
  readonly meaning: string
  readonly fix: string
}

async function errorsPage(): Promise<string> {
  // The loader is big, and the server ready before anybody reads this.
  const { diagnosticCodes } = await import('@berth/compose')
  const { containerFailureCodes, planProblemCodes } = await import('@berth/convergence')
  const sections: [string, Explained[]][] = [
    [
      'The server',
      Object.entries(problemCodes).map(([code, kind]) =>
        explain(code, { fix: '', meaning: kind.title, ...kind }),
      ),
    ],
    ['Plans', explainAll(planProblemCodes)],
    ['Containers', explainAll(containerFailureCodes)],
    ['The Docker Engine', explainAll(engineErrorCodes)],
    ['Compose files', explainAll(diagnosticCodes)],
  ]
  const tables = sections.map(
    ([title, rows]) => `<h2>${title}</h2>\n<dl>\n${rows.map(rowOf).join('\n')}\n</dl>`,
  )
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Berth error codes</title>
<style>body{font:1rem/1.5 system-ui;max-width:48rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}dt{font:600 1rem ui-monospace,monospace;margin-top:1rem}dt:target{background:#fd06}</style>
</head>
<body>
<h1>Error codes</h1>
${tables.join('\n')}
</body>
</html>
`
}

const explainAll = (codes: Readonly<Record<string, { meaning: string; fix: string }>>) =>
  Object.entries(codes).map(([code, kind]) => explain(code, kind))

const explain = (code: string, { meaning, fix }: { meaning: string; fix: string }): Explained => ({
  code,
  meaning,
  fix,
})

const rowOf = ({ code, meaning, fix }: Explained) =>
  `<dt id="${code}">${code}</dt><dd>${[meaning, fix]
    .filter((text) => text !== '')
    .map(escapeHtml)
    .join('<br>')}</dd>`

const escapeHtml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
