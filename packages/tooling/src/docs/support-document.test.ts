import { listAttributes } from '@berth/compose/editor'
import { engineFields } from '@berth/convergence'
import { expect, it } from 'vitest'
import { engineFieldOf } from './support-document.ts'

const paths = listAttributes().map(({ path }) => path)

it('says of every attribute what becomes of it on the Engine', () => {
  expect(paths.filter((path) => engineFieldOf(path) === undefined)).toEqual([])
  expect(Object.keys(engineFields).filter((path) => !paths.includes(path))).toEqual([])
})
