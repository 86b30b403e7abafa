import { describe, expect, it } from 'vitest'
import { fuzzCase } from './fuzz-case.ts'
import { tryCase } from './try-case.ts'

const corpus = ['services: {a: {image: x, env_file: a.env}}\n', 'name: shop\nservices:\n  b:\n    image: y\n']
const alwaysSlow = -1

describe('fuzzing', () => {
  it('makes the same case of the same seed and number, and another of another', () => {
    const texts = (seed: number) =>
      Array.from({ length: 50 }, (_, number) => fuzzCase(seed, number, corpus).text)
    expect(texts(1)).toEqual(texts(1))
    expect(texts(1)).not.toEqual(texts(2))
    expect(new Set(texts(1)).size).toBeGreaterThan(25)
  })

  it('has nothing to say about a file that loads, with what it names', () => {
    const other = () => 'A=1\n'
    expect(tryCase({ text: corpus[0] ?? '', other }, Infinity)).toBeUndefined()
  })

  it('finds what throws, what is slow and what is not deterministic', () => {
    const text = corpus[0] ?? ''
    const broken = () => {
      throw new Error('broken')
    }
    let calls = 0
    const moody = () => `A=${calls++}\n`
    expect(tryCase({ text, other: broken }, Infinity)?.kind).toBe('throws')
    expect(tryCase({ text, other: () => '' }, alwaysSlow)?.kind).toBe('is slow')
    expect(tryCase({ text, other: moody }, Infinity)?.kind).toBe('is not deterministic')
  })
})
