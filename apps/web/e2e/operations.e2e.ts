import { connectTestEngine, ensureBusybox, removeProject, uniqueProject } from '@berth/testkit/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { beginJourney, type Journey } from './journey.ts'

const project = uniqueProject('ops')
const compose = (command: string) =>
  `services:\n  web:\n    image: busybox\n    init: true\n    command: ["sh", "-c", ${JSON.stringify(command)}]\n`

let engine: Awaited<ReturnType<typeof connectTestEngine>>
let journey: Journey

beforeAll(async () => {
  engine = await connectTestEngine()
  await ensureBusybox(engine)
  journey = await beginJourney()
  await journey.api('POST', '/projects', {
    name: project,
    files: [{ path: 'compose.yaml', content: compose('sleep 3600') }],
  })
})

afterAll(async () => {
  await journey?.end()
  await removeProject(engine, project)
  engine.close()
})

const operationState = () => journey.page.getByRole('status', { name: 'Operation state' })
const open = async (operation: unknown) =>
  journey.visit(`/projects/${project}/operations/${(operation as { id: string }).id}`)

describe('an operation', () => {
  it('shows who began it, its steps, its result and its plan', async () => {
    const { page, api, inspect } = journey
    await open(await api('POST', `/projects/${project}/deployments`, {}))
    await operationState().getByText('Succeeded').waitFor()
    await page.getByText('by admin').waitFor()
    await page.getByRole('list', { name: 'Timeline' }).getByText('web').first().waitFor()
    await page.getByRole('list', { name: 'Services afterwards' }).getByText('1 of 1 running').waitFor()
    await page.getByText('Plan', { exact: true }).click()
    await page.getByRole('list', { name: 'Changed services' }).getByText('Create').waitFor()
    await inspect('operation-result')
  })

  it('that fails shows the last lines of the container, and what was brought back', async () => {
    const { page, api, inspect } = journey
    await api('PUT', `/projects/${project}/files/compose.yaml`, {
      content: compose('echo FATAL: no DB_URL; exit 1'),
    })
    // A failed deployment answers 424, which the journey's own client throws.
    await api('POST', `/projects/${project}/deployments`, {}).catch((error: Error) =>
      expect(error.message).toContain('424'),
    )
    const { operations } = (await api('GET', `/operations?project=${project}&state=failed`)) as {
      operations: unknown[]
    }
    await open(operations[0])
    await operationState().getByText('Failed').waitFor()
    await page
      .getByRole('region', { name: 'Last lines of the container' })
      .getByText('FATAL: no DB_URL')
      .first()
      .waitFor()
    await page.getByText('Brought back', { exact: true }).waitFor()
    await inspect('operation-failed')
    await page.getByRole('link', { name: 'Plan again' }).click()
    await page.getByRole('dialog', { name: `Deploy ${project}` }).waitFor()
  })

  it('never asked another host, never broke the CSP and never failed', () => {
    expect(journey.watched.faults).toEqual([])
  })
})
