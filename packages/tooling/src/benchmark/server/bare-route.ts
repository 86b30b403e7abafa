/**
 * The least that a Fastify server can do to answer the list of projects: one route, with the same reply schema,
 * and nobody to ask who calls. A process of its own, as the server is.
 *
 * usage: node bare-route.ts FILE_WITH_THE_ANSWER — prints the address.
 */
import { readFileSync } from 'node:fs'
import { projects } from '@berth/contract'
import Fastify from 'fastify'

const [file = ''] = process.argv.slice(2)
const answer: unknown = JSON.parse(readFileSync(file, 'utf8'))
const app = Fastify()
app.get('/', { schema: { response: { 200: projects.listProjects.reply } } }, async () => answer)
console.log(await app.listen({ host: '127.0.0.1', port: 0 }))
