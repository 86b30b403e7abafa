import { globSync } from 'node:fs'
import path from 'node:path'
import { loadProjectFromDisk } from '@berth/compose/node'
import { type ObservedState, planUp, toDesiredState } from '@berth/convergence'
import { describe, expect, it } from 'vitest'
import { root } from './testing/step.ts'

const examples = globSync('docs/examples/*', { cwd: root }).sort()

const load = (folder: string) => loadProjectFromDisk({ cwd: path.join(root, folder), environment: {} })

const emptyEngine = (project: string): ObservedState => ({
  project,
  at: 0,
  containers: [],
  networks: [],
  volumes: [],
  images: {},
  api: '1.51',
  others: [],
  listeners: [],
})

/** Every service with what a first deployment does to it. */
function firstDeployment(folder: string) {
  const { project, diagnostics } = load(folder)
  if (project === undefined) throw new Error(JSON.stringify(diagnostics, undefined, 2))
  const plan = planUp(toDesiredState(project), emptyEngine(project.name))
  return {
    problems: plan.problems,
    changes: plan.services.map(({ service, change }) => `${change} ${service}`),
  }
}

describe('the examples', () => {
  it('are these', () => {
    expect(examples).toEqual(['docs/examples/hello', 'docs/examples/voting'])
  })

  it.each([
    ['docs/examples/hello', ['create web']],
    ['docs/examples/voting', ['create azure-vote-back', 'create azure-vote-front']],
    ['.', ['create berth']],
  ])('load and can be deployed: %s', (folder, changes) => {
    expect(firstDeployment(folder)).toEqual({ problems: [], changes })
  })

  it('have nothing to complain about, but for the obsolete version key of the voting project', () => {
    const findings = [...examples, '.'].flatMap((folder) => load(folder).diagnostics.map(({ code }) => code))
    expect(findings).toEqual(['COMPOSE_VERSION_OBSOLETE'])
  })
})
