import { describe, expect, it } from 'vitest'
import { driftRows, driftTitle } from './drift-rows.ts'

describe('drift', () => {
  it.each([
    [{ revision: 2, files: [], engine: [] }, undefined],
    [
      { revision: 2, files: ['web'], engine: [] },
      'The files differ from revision 2, which was deployed last',
    ],
    [
      { revision: 2, files: ['web'], engine: ['db'] },
      'The files and the containers differ from revision 2, which was deployed last',
    ],
    [{ revision: null, files: [], engine: ['db'] }, 'The containers differ from what the files ask for'],
  ])('is told in a sentence', (drift, title) => {
    expect(driftTitle(drift)).toBe(title)
  })

  it('names each service once, with the sides on which it is another', () => {
    expect(driftRows({ revision: 2, files: ['web', 'api'], engine: ['web'] })).toEqual([
      { service: 'api', files: true, engine: false },
      { service: 'web', files: true, engine: true },
    ])
  })
})
