import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { loadProject } from '@berth/compose'
import { apply, observe, observeTarget, planUp, toDesiredState } from '@berth/convergence'
import { createFakeEngine, type FakeEngine } from '@berth/testkit'
import { describe, expect, it } from 'vitest'
import { comparable } from './comparable.ts'
import { machine, outsideOf, type ProjectFolder } from './compose.ts'
import { casesFolder, findCases, type ParityCase, recordingFolder as root } from './find-cases.ts'
import { ourRequests } from './our-requests.ts'
import { readRecorded } from './recorded.ts'

/** The credentials that were there when the cases were recorded. */
const credentials = [{ serveraddress: 'registry.example', username: 'ada', password: 'secret' }]

/** Loads a case as if it stood where it was recorded. */
function load({ folder, environment, profiles }: ProjectFolder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  const texts = files.map(({ parentPath, name }) => {
    const file = path.join(parentPath, name)
    return [path.join(root, path.relative(folder, file)), readFileSync(file, 'utf8')] as const
  })
  const { project, diagnostics } = loadProject({
    files: [`${root}/compose.yaml`],
    sources: new Map(texts),
    absent: new Set([`${root}/absent.env`]),
    workingDir: root,
    environment: { ...machine, ...environment },
    profiles,
    envFiles: [],
  })
  if (project === undefined) throw new Error(diagnostics.map(({ message }) => message).join())
  return toDesiredState(project)
}

async function deploy(engine: FakeEngine, folder: ProjectFolder) {
  const desired = load(folder)
  return apply(planUp(desired, await observe(engine, observeTarget(desired))), engine, { settleMs: 0 })
}

/** Deploys a case on an Engine that has what it needs. */
async function deployCase(parityCase: ParityCase) {
  const { containerIds, recordedFrom = '' } = readRecorded(parityCase) ?? {}
  const apiVersion = /API (.*)$/.exec(recordedFrom)?.[1]
  const engine = createFakeEngine({
    images: [{ reference: 'busybox' }],
    program: ({ command }) => (command.join() === 'true' ? { exitCode: 0 } : undefined),
    credentials,
    ...(containerIds && { containerIds }),
    ...(apiVersion && { apiVersion }),
  })
  const before = outsideOf(parityCase)
  if (before) await deploy(engine, before)
  const first = engine.calls.length
  const result = await deploy(engine, parityCase)
  return { result, requests: await ourRequests(engine.calls.slice(first), engine) }
}

/** In an order of their own: Docker Compose makes networks in random order. */
const sorted = (requests: readonly object[]) =>
  requests.map((request) => JSON.stringify(comparable(request), undefined, 2)).sort()

describe('what is sent to the Engine', () => {
  const recorded = findCases(casesFolder).filter(({ isRecorded }) => isRecorded)
  it.each(recorded)('is what Docker Compose sends: $name', async (parityCase) => {
    const recorded = readRecorded(parityCase)
    const { result, requests } = await deployCase(parityCase)
    expect(result.failures).toEqual([])
    expect(sorted(requests)).toEqual(sorted(recorded?.requests ?? []))
  })
})
