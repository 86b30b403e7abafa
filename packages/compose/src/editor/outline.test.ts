import { describe, expect, it } from 'vitest'
import { type Entry, readOutline } from './outline.ts'

/** Keys and values as plain lines: `web.image = x`. */
function linesOf({ children }: Entry, prefix = ''): string[] {
  return children.flatMap((child, index) => {
    const path = `${prefix}${child.key ? child.key.text : `[${index}]`}`
    const shown = child.value?.text ?? (child.alias ? `*${child.alias.text}` : '')
    const anchor = child.anchor ? `&${child.anchor.text} ` : ''
    return [
      `${path}${child.hasColon || child.key === undefined ? '' : '?'} = ${anchor}${shown}`.trim(),
      ...linesOf(child, `${path}.`),
    ]
  })
}

describe('readOutline', () => {
  it.each([
    [
      'mappings and lists',
      'a:\n  b: 1\n  c:\n    - x\n    - k: v\n      l: w\n',
      ['a =', 'a.b = 1', 'a.c =', 'a.c.[0] = x', 'a.c.[1] =', 'a.c.[1].k = v', 'a.c.[1].l = w'],
    ],
    ['a list at the column of its key', 'a:\n- x\n- y\nb: 1\n', ['a =', 'a.[0] = x', 'a.[1] = y', 'b = 1']],
    [
      'brackets, over lines too',
      'a: [x, "y, z",\n  w]\nb: {c: 1, d: [e], f}\n',
      ['a =', 'a.[0] = x', 'a.[1] = y, z', 'a.[2] = w', 'b =', 'b.c = 1', 'b.d =', 'b.d.[0] = e', 'b.f? ='],
    ],
    [
      'a bracket that is never closed',
      'a:\n  b: [x, y\n  c: 1\n',
      ['a =', 'a.b =', 'a.b.[0] = x', 'a.b.[1] = y', 'a.c = 1'],
    ],
    ['a quote that is never closed', 'a:\n  b: "x\n  c: 1\n', ['a =', 'a.b = x', 'a.c = 1']],
    ['a key without its colon', 'a:\n  b: 1\n  im\n  c: 2\n', ['a =', 'a.b = 1', 'a.im? =', 'a.c = 2']],
    [
      'anchors, aliases and tags',
      'a: &x\n  b: !reset null\nc: *x\nd:\n  <<: *x\n',
      ['a = &x', 'a.b = null', 'c = *x', 'd =', 'd.<< = *x'],
    ],
    [
      'block text, which holds no keys',
      'a: |\n  b: 1\n\n  c: 2\nd: 3\n',
      ['a = |\n  b: 1\n\n  c: 2', 'd = 3'],
    ],
    ['comments', '# a: 1\na: b # c: d\n#  e: f\ng: "#h"\n', ['a = b', 'g = #h']],
    ['variables in brackets', 'a: ["${B:-{c}}", ${D:-e}]\n', ['a =', 'a.[0] = ${B:-{c}}', 'a.[1] = ${D:-e}']],
    [
      'colons inside of values',
      'a: http://x:80\nb:\n  - 8080:80\n  - x=y: z\n',
      ['a = http://x:80', 'b =', 'b.[0] = 8080:80', 'b.[1] =', 'b.[1].x=y = z'],
    ],
    ['quotes inside of quotes', `a: "x\\": y"\nb: 'x'': y'\nc: 1\n`, ['a = x\\": y', "b = x'': y", 'c = 1']],
    ['aliases and comments inside of brackets', 'a: [*x, # y\n  z]\n', ['a =', 'a.[0] = *x', 'a.[1] = z']],
    ['a value on the line after its key', 'a:\n  "x y"\nb: 1\n', ['a = x y', 'b = 1']],
    ['a text that goes on, which is no key', 'a: x\n  y\nb: 1\n', ['a = x', 'b = 1']],
    ['a text where a key should be', 'a:\n  b: 1\n  "x"\nc: 2\n', ['a =', 'a.b = 1', 'c = 2']],
    ['documents and carriage returns', 'a: 1\r\n---\r\nb:\r\n  - c\r\n', ['a = 1', 'b =', 'b.[0] = c']],
  ])('reads %s', (_what, text, lines) => {
    expect(linesOf(readOutline(text).top)).toEqual(lines)
  })

  it('ends for every beginning of a text', () => {
    const text = 'a: &x {b: [c, "d\n  e"], f: \'g\'\n}\nh:\n- |\n  i\n- - j\n  - {k: l\nm: *x\n'
    for (let end = 0; end <= text.length; end++) {
      expect(readOutline(text.slice(0, end)).top.end).toBe(end)
    }
  })
})
