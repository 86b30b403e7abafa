import { expect, it } from 'vitest'
import { blankTokenForm, checkTokenProjects, toTokenBody } from './token-form.ts'

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
  expect(checkTokenProjects(projects)).toBe(fault)
})
