import type { BuildCheck } from '@berth/docker-engine'
import { describe, expect, it } from 'vitest'
import { formatCheck } from './format-check.ts'

const build = { context: '/shop/web', tags: ['shop-web'] }
const text = 'from busybox AS a\nRUN echo 1\nFROM busybox as b\nCOPY --from=a /bin /x\n'
const warning = (firstLine: number, lastLine = firstLine) => ({
  rule: 'FromAsCasing',
  description: 'The keywords should match',
  url: 'https://docs.docker.com/go/dockerfile/rule/from-as-casing/',
  message: 'casing does not match',
  place: { file: 'Dockerfile', text, firstLine, lastLine },
})

const format = (check: Partial<BuildCheck>, about: Parameters<typeof formatCheck>[2] = build) =>
  formatCheck('web', { warnings: [], ...check }, about)

describe('what is printed of a checked build', () => {
  it('is one sentence when there is nothing to say', () => {
    expect(format({})).toBe('web\n\nCheck complete, no warnings found.\n')
  })

  it('is, from the top, each rule that is broken, with its lines and two around them', () => {
    expect(format({ warnings: [warning(3), warning(1, 2)] })).toBe(`web

Check complete, 2 warnings have been found!

WARNING: FromAsCasing - https://docs.docker.com/go/dockerfile/rule/from-as-casing/
casing does not match
/shop/web/Dockerfile:1
--------------------
   1 | >>> from busybox AS a
   2 | >>> RUN echo 1
   3 |     FROM busybox as b
   4 |     COPY --from=a /bin /x
--------------------

WARNING: FromAsCasing - https://docs.docker.com/go/dockerfile/rule/from-as-casing/
casing does not match
/shop/web/Dockerfile:3
--------------------
   1 |     from busybox AS a
   2 |     RUN echo 1
   3 | >>> FROM busybox as b
   4 |     COPY --from=a /bin /x
   5 |     ${''}
--------------------
`)
  })

  it('is why nothing can be built of it', () => {
    const fault = { message: 'unknown instruction: RUNN', place: warning(2).place }
    expect(format({ fault })).toContain('\n\nerror: unknown instruction: RUNN\n/shop/web/Dockerfile:2\n----')
  })

  it.each([
    [
      'the file that the service names',
      { ...build, dockerfile: '../Dockerfile.web' },
      '/shop/Dockerfile.web:1',
    ],
    [
      'the builder\u2019s name for one in the compose file',
      { ...build, dockerfileInline: text },
      '\nDockerfile:1',
    ],
    [
      'the builder\u2019s name for one in a repository',
      { ...build, context: 'https://git.test/a.git' },
      '\nDockerfile:1',
    ],
  ])('names %s', (_what, about, place) => {
    expect(format({ warnings: [warning(1)] }, about)).toContain(place)
  })

  it('is of a rule without a page and of no line in particular', () => {
    const { place: _place, ...vague } = { ...warning(1), url: '' }
    expect(format({ warnings: [vague] })).toBe(
      'web\n\nCheck complete, 1 warning has been found!\n\nWARNING: FromAsCasing\ncasing does not match\n',
    )
  })
})
