import { expect, it } from 'vitest'
import { blankTokenForm, checkTokenForm, toTokenBody } from './token-form.ts'

it.each([
  ['', undefined],
  [' shop,  shop-* shop', ['shop', 'shop-*']],
])('sends the projects of "%s"', (projects, expected) => {
  const body = toTokenBody({ ...blankTokenForm, name: ' ci ', projects })
  expect([body.name, body.projects]).toEqual(['ci', expected])
})

it.each([
  ['', undefined],
  ['shop, preview-*', undefined],
  ['shop, Blog', 'Blog cannot be the name of a project.'],
])('says what is wrong with "%s"', (projects, fault) => {
  expect(checkTokenForm({ ...blankTokenForm, projects }).projects).toBe(fault)
})

it('sends no permissions while the token may do all that its role may', () => {
  expect(toTokenBody(blankTokenForm)).not.toHaveProperty('permissions')
})

it('sends the permissions that were chosen, less those that the role has not', () => {
  const form = { ...blankTokenForm, permissions: ['project:deploy', 'project:read'] } as const
  expect(toTokenBody(form).permissions).toEqual(['project:read', 'project:deploy'])
  expect(toTokenBody({ ...form, role: 'viewer' }).permissions).toEqual(['project:read'])
})

it('asks what the token may do when nothing is chosen, or nothing that its role may', () => {
  const fault = 'Choose what the token may do.'
  expect(checkTokenForm({ ...blankTokenForm, permissions: [] }).permissions).toBe(fault)
  const form = { ...blankTokenForm, role: 'viewer', permissions: ['project:deploy'] } as const
  expect(checkTokenForm(form).permissions).toBe(fault)
  expect(checkTokenForm(blankTokenForm).permissions).toBeUndefined()
})
