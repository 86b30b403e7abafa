import { describe, expect, it } from 'vitest'
import { createMask, createMasks } from './masks.ts'

describe('a mask', () => {
  it.each([
    ['wherever it stands', 'hunter2', 'user=ada password=hunter2, hunter2!', 'user=ada password=***, ***!'],
    ['as JSON', 'a"b\\c', '{"password":"a\\"b\\\\c"}', '{"password":"***"}'],
    ['in an address', 'p@ss/word', 'https://ada:p%40ss%2Fword@host', 'https://ada:***@host'],
    ['in base64', 'hunter2', 'Authorization: aHVudGVyMg==', 'Authorization: ***'],
    ['with characters that a pattern would read', 'a.c*(', 'abc abcc a.c*(', 'abc abcc ***'],
    ['line by line', 'first line\nsecond line\n', 'printed: second line', 'printed: ***'],
    ['without the spaces around it', '  hunter2\n', 'password hunter2', 'password ***'],
  ])('hides a secret %s', (_how, secret, text, shown) => {
    expect(createMask([secret])(text)).toBe(shown)
  })

  it('hides the longer of two that begin alike', () => {
    expect(createMask(['hunter', 'hunter2'])('hunter2 hunter3')).toBe('*** ***3')
  })

  it('leaves alone what is too short to be a secret', () => {
    expect(createMask(['', 'on', '443'])('on port 443')).toBe('on port 443')
  })
})

describe('masks', () => {
  it('hide the secrets of a project and of all projects, and not those of others', () => {
    const masks = createMasks()
    masks.set('shop', ['shop-secret'])
    masks.set('blog', ['blog-secret'])
    masks.set('', ['everybodys'])
    expect(masks.of('shop')('shop-secret blog-secret everybodys')).toBe('*** blog-secret ***')
    expect(masks.all('shop-secret blog-secret everybodys')).toBe('*** *** ***')
  })

  it('hide what a project runs with, whatever its secrets are by now', () => {
    const masks = createMasks()
    masks.setDeployed('shop', ['old-secret'])
    masks.set('shop', ['new-secret'])
    expect(masks.of('shop')('old-secret new-secret')).toBe('*** ***')
    expect(masks.of('blog')('old-secret')).toBe('old-secret')
    expect(masks.all('old-secret')).toBe('***')
  })

  it('follow what changes', () => {
    const masks = createMasks()
    expect(masks.of('shop')('hunter2')).toBe('hunter2')
    masks.set('shop', ['hunter2'])
    expect(masks.of('shop')('hunter2')).toBe('***')
    masks.set('shop', [])
    expect(masks.of('shop')('hunter2')).toBe('hunter2')
  })
})
