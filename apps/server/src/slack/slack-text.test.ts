import { describe, expect, it } from 'vitest'
import { messageText, mostCharacters } from './slack-text.ts'

const link = 'http://box:8080/projects/shop'
const lines = Array.from({ length: 500 }, (_, index) => `line ${index} of many`).join('\n')

describe('a message', () => {
  it('is the text, without what Slack would take for a mention or a link', () => {
    expect(messageText('<!channel> a & b\n', { link })).toBe('&lt;!channel&gt; a &amp; b')
  })

  it('that is too long is its first whole lines and where the rest is', () => {
    const text = messageText(lines, { link })
    expect(text.length).toBeLessThanOrEqual(mostCharacters)
    expect(text).toMatch(/^line 0 of many\n/)
    expect(text).toMatch(/ of many\n… all of it: http:\/\/box:8080\/projects\/shop$/)
  })

  it('of a log is its last whole lines', () => {
    const text = messageText(lines, { link, keep: 'last' })
    expect(text.length).toBeLessThanOrEqual(mostCharacters)
    expect(text).toMatch(/^… all of it: http:\/\/box:8080\/projects\/shop\nline \d+ of many\n/)
    expect(text).toMatch(/\nline 499 of many$/)
  })

  it.each(['first', 'last'] as const)(
    'cuts a line that is longer than a message, keeping its %s part',
    (keep) => {
      const text = messageText('&'.repeat(3000), { link, keep })
      expect(text.length).toBeLessThanOrEqual(mostCharacters)
      const shown = text.split('\n').find((line) => !line.startsWith('…'))
      expect(shown).toMatch(/^(&amp;)+$/)
    },
  )
})
