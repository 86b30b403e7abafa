import type { PolicyInput } from '@berth/contract'
import { describe, expect, it } from 'vitest'
import { faultIn, toExceptionInput } from './exception-form.ts'
import { choicesOf, toForm, toInput } from './policy-form.ts'

const rules: PolicyInput['rules'] = {
  privileged: 'refuse',
  hostNamespaces: 'warn',
  binds: { allowed: ['/srv/data', '/opt'], others: 'warn' },
  ports: { allowed: ['20000-29999'], others: 'refuse' },
  protectedPaths: ['/etc', '/root'],
  imagePins: { required: 'digest', missing: 'warn' },
  requiredLimits: { limits: ['memory', 'pids'], missing: 'refuse' },
}

describe('the form of a policy', () => {
  it('gives back what it was made from', () => {
    expect(toInput('strict', toForm(rules))).toEqual({ base: 'strict', rules })
  })

  it('leaves out what is as in the base', () => {
    const form = { ...toForm(rules), binds: { choice: 'base', entries: '/srv' } as const }
    expect(toInput('open', form).rules).not.toHaveProperty('binds')
    expect(toInput('open', toForm({}))).toEqual({ base: 'open', rules: {} })
  })

  it('takes entries by line or comma, and no empty ones', () => {
    const form = { ...toForm({}), images: { choice: 'refuse', entries: ' a/*, b/*\n\n c ' } as const }
    expect(toInput('open', form).rules.images).toEqual({ allowed: ['a/*', 'b/*', 'c'], others: 'refuse' })
  })

  it('offers what a rule can be', () => {
    expect(choicesOf('privileged')).toEqual(['base', 'allow', 'warn', 'refuse'])
    expect(choicesOf('requiredLimits')).toEqual(['base', 'warn', 'refuse'])
    expect(choicesOf('protectedPaths')).toEqual(['base', 'refuse'])
  })
})

describe('the form of an exception', () => {
  const form = { rule: 'binds', project: ' shop ', user: '', reason: ' a demo', hours: 8 } as const

  it('says what is missing', () => {
    expect(faultIn({ ...form, project: ' ' })).toContain('Name a project')
    expect(faultIn({ ...form, reason: '' })).toContain('Say why')
    expect(faultIn(form)).toBeUndefined()
  })

  it('ends after its hours', () => {
    expect(toExceptionInput(form, Date.parse('2026-01-01T00:00:00Z'))).toEqual({
      rule: 'binds',
      project: 'shop',
      reason: 'a demo',
      until: '2026-01-01T08:00:00.000Z',
    })
  })
})
