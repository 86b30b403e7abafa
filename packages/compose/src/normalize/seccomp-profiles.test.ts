import { describe, expect, it } from 'vitest'
import { type LoadRequest, loadProject } from '../index.ts'

const file = `services:
  a: {image: x, security_opt: ["seccomp=./one.json", no-new-privileges, "seccomp:unconfined"]}
  b: {image: x, security_opt: ["seccomp:~/two.json", "seccomp=builtin"], profiles: [other]}
`

const load = (texts: Record<string, string>, request: Partial<LoadRequest> = {}) =>
  loadProject({
    files: ['/app/compose.yaml'],
    sources: new Map(Object.entries({ '/app/compose.yaml': file, ...texts })),
    workingDir: '/app',
    environment: { HOME: '/home/ada' },
    envFiles: [],
    ...request,
  })

describe('seccomp profiles', () => {
  it('are asked for, those of services that are switched off not', () => {
    expect(load({}).missing).toEqual(['/app/one.json'])
    expect(load({}, { profiles: ['other'] }).missing).toEqual(['/app/one.json', '/home/ada/two.json'])
  })

  it('are part of the project by the path that the file writes', () => {
    expect(load({ '/app/one.json': '{}' }).project?.seccompProfiles).toEqual({ './one.json': '{}' })
  })

  it('may be absent, as in Docker Compose', () => {
    const { project, diagnostics } = load({}, { absent: new Set(['/app/one.json']) })
    expect(diagnostics).toEqual([])
    expect(project?.seccompProfiles).toBeUndefined()
  })

  it('are not asked for where files of services are not read', () => {
    expect(load({}, { options: { resolveEnvironment: false } }).missing).toEqual([])
  })
})
