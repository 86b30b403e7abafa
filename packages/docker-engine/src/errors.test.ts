import { expect, it } from 'vitest'
import { EngineError, engineErrorCodes, isEngineError } from './errors.ts'

it('explains every code with its meaning and a fix', () => {
  for (const [code, { meaning, fix }] of Object.entries(engineErrorCodes)) {
    expect(code).toMatch(/^ENGINE_[A-Z_]+$/)
    expect(meaning).toMatch(/\.$/)
    expect(fix).toMatch(/\.$/)
  }
})

it('narrows what was caught to an EngineError, and to one code', () => {
  const error = new EngineError('ENGINE_CONFLICT', 'taken')
  expect(isEngineError(error)).toBe(true)
  expect(isEngineError(error, 'ENGINE_CONFLICT')).toBe(true)
  expect(isEngineError(error, 'ENGINE_NOT_FOUND')).toBe(false)
  expect(isEngineError(new Error('taken'))).toBe(false)
})
