import { listAttributes } from '@berth/compose/editor'
import { engineFields } from '@berth/convergence'
import { expect, it } from 'vitest'
import { engineFieldOf, usesByAttribute } from './support-document.ts'

const paths = listAttributes().map(({ path }) => path)

it('says of every attribute what becomes of it on the Engine', () => {
  expect(paths.filter((path) => engineFieldOf(path) === undefined)).toEqual([])
  expect(Object.keys(engineFields).filter((path) => !paths.includes(path))).toEqual([])
})

it('has a fixture for every attribute', () => {
  const uses = usesByAttribute()
  expect(paths.filter((path) => !uses.has(path))).toEqual([])
})
