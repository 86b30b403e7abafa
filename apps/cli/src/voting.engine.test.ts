import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  connectTestEngine,
  ensureBusybox,
  ensureRedis,
  projectRemains,
  removeProject,
  uniqueProject,
  waitFor,
} from '@berth/testkit/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { berth } from './testing/berth.ts'

const engine = await connectTestEngine()
const example = fileURLToPath(new URL('../../../docs/examples/voting', import.meta.url))
const project = uniqueProject('cli-voting')
const page = 'http://127.0.0.1:8080/'

let folder = ''

beforeAll(async () => {
  await ensureBusybox(engine)
  await ensureRedis(engine)
  folder = await mkdtemp(path.join(tmpdir(), 'berth-cli-'))
})

afterAll(async () => {
  await removeProject(engine, project)
  await rm(folder, { recursive: true, force: true })
  engine.close()
})

const run = (...args: string[]) => berth(example, ['-p', project, ...args])

async function idsByService(): Promise<Record<string, unknown>> {
  const lines = (await run('ps', '--format', 'json')).out.trim().split('\n')
  return Object.fromEntries(lines.map((line) => JSON.parse(line)).map(({ Service, ID }) => [Service, ID]))
}

/** The page, once it and its database answer. */
async function read(): Promise<string> {
  let text = ''
  await waitFor('the voting page answers', async () => {
    const reply = await fetch(page).catch(() => undefined)
    text = (await reply?.text()) ?? ''
    return reply?.ok === true
  })
  return text
}

const vote = (label: string) => fetch(page, { method: 'POST', body: new URLSearchParams({ vote: label }) })

/** What the page counts for the first label. */
const votesIn = (text: string) => Number(/<output id="vote1">(\d+)</.exec(text)?.[1])

describe('the voting example', () => {
  it('counts a vote, keeps it when only the front is recreated, and leaves nothing behind', async () => {
    const first = await run('up', '-d')
    expect(first, first.err).toMatchObject({ code: 0 })
    await read()
    await vote('Cats')
    expect(votesIn(await read())).toBe(1)
    const before = await idsByService()

    const override = path.join(folder, 'title.yaml')
    await writeFile(
      override,
      'services:\n  azure-vote-front:\n    environment:\n      TITLE: Tea or coffee?\n',
    )
    const changed = ['-f', 'docker-compose.yaml', '-f', override]
    const planned = (await run(...changed, 'plan')).out
    expect(planned).toMatch(/keeps container azure-vote-back\n/)
    expect(planned).toMatch(/azure-vote-front +recreate +environment TITLE/)

    expect(await run(...changed, 'up', '-d')).toMatchObject({ code: 0 })
    const after = await idsByService()
    expect(after['azure-vote-back']).toBe(before['azure-vote-back'])
    expect(after['azure-vote-front']).not.toBe(before['azure-vote-front'])
    const text = await read()
    expect(text).toContain('Tea or coffee?')
    expect(votesIn(text)).toBe(1)

    expect(await run('down')).toMatchObject({ code: 0 })
    expect(await projectRemains(engine, project)).toEqual([])
  })
})
