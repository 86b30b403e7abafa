import type { Project } from '@berth/compose'
import { loadProject } from '@berth/compose'
import { describe, expect, it } from 'vitest'
import { type AttachFlags, attachedServices } from './attached-services.ts'

const text = `
name: shop
services:
  web: { image: web, depends_on: [db] }
  db: { image: db }
  noisy: { image: noisy, attach: false }
`

function shop(): Project {
  const file = '/shop/compose.yaml'
  const { project } = loadProject({
    files: [file],
    sources: new Map([[file, text]]),
    workingDir: '/shop',
    environment: {},
    envFiles: [],
  })
  if (project === undefined) throw new Error('the project does not load')
  return project
}

const flags: AttachFlags = { attach: [], 'attach-dependencies': false, 'no-attach': [], 'no-deps': false }

describe('whose output up shows', () => {
  it.each([
    { services: [], given: {}, attached: ['web', 'db'] },
    { services: ['web'], given: {}, attached: ['web'] },
    { services: ['web'], given: { 'attach-dependencies': true }, attached: ['web', 'db'] },
    { services: ['noisy'], given: {}, attached: [] },
    { services: [], given: { attach: ['noisy'] }, attached: ['noisy'] },
    { services: [], given: { 'no-attach': ['db'] }, attached: ['web'] },
  ])('is $attached for $services with $given', ({ services, given, attached }) => {
    expect(attachedServices(shop(), { ...flags, ...given }, services)).toEqual(new Set(attached))
  })

  it('cannot be that of a service which is not part of it', () => {
    const asked = { ...flags, attach: ['db'], 'no-deps': true }
    expect(attachedServices(shop(), asked, ['web'])).toMatchObject({
      problem: { message: 'cannot attach to services not included in up: db' },
    })
  })
})
