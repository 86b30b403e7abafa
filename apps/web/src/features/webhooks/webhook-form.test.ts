import { describe, expect, it } from 'vitest'
import { addressOf } from './senders.ts'
import { blankWebhookForm, filterWords, toWebhookBody } from './webhook-form.ts'

describe('the form of a webhook', () => {
  const typed = {
    ...blankWebhookForm,
    name: ' main ',
    branch: ' main ',
    paths: 'shop/**\n\n *.yaml\nshop/**',
    tag: 'v*',
  }

  it('sends what was typed, without what is empty or twice', () => {
    expect(toWebhookBody(typed)).toEqual({
      name: 'main',
      sender: 'github',
      branch: 'main',
      paths: ['shop/**', '*.yaml'],
      tag: 'v*',
    })
    expect(toWebhookBody({ ...blankWebhookForm, name: 'x' })).toEqual({ name: 'x', sender: 'github' })
  })

  it.each([
    ['docker-hub', { name: 'main', sender: 'docker-hub', tag: 'v*' }],
    ['gitlab', { name: 'main', sender: 'gitlab', branch: 'main', paths: ['shop/**', '*.yaml'] }],
  ] as const)('sends no filter that %s has no events for', (sender, body) => {
    expect(toWebhookBody({ ...typed, sender })).toEqual(body)
  })
})

it.each([
  [{}, 'everything'],
  [{ branch: 'main', paths: ['a', 'b'] }, 'branch main · files a, b'],
  [{ tag: 'v*' }, 'tag v*'],
])('the filters %j are told as %s', (filters, words) => {
  expect(filterWords(filters)).toBe(words)
})

it.each([
  ['github', 'https://berth.example/hooks/hk_1'],
  ['docker-hub', 'https://berth.example/hooks/hk_1?token=s'],
] as const)('the address for %s is %s', (sender, address) => {
  expect(addressOf({ path: '/hooks/hk_1', sender }, { origin: 'https://berth.example', secret: 's' })).toBe(
    address,
  )
})
