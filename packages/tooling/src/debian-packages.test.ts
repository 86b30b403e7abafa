import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const script = path.resolve(import.meta.dirname, '../debian-packages.sh')

describe('apt sources for another suite', () => {
  let apt = ''
  const sources = (file: string, text: string) => writeFileSync(path.join(apt, file), text)
  const rewrite = (suite: string, codename: string) =>
    execFileSync('bash', ['-c', `. "$0"; suite_sources "$1" "$2" "$3"`, script, suite, apt, codename], {
      encoding: 'utf8',
    })

  beforeEach(() => {
    apt = mkdtempSync(path.join(tmpdir(), 'berth-apt-'))
    mkdirSync(path.join(apt, 'sources.list.d'))
  })
  afterEach(() => rmSync(apt, { recursive: true }))

  const debian = `Types: deb deb-src
# a comment
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main
`

  it('keep the mirror, the key and every pocket of the archive', () => {
    sources('sources.list.d/debian.sources', debian)
    expect(rewrite('trixie', 'bookworm')).toBe(
      `deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://mirror.example/debian trixie main
deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://mirror.example/debian trixie-updates main
deb http://mirror.example/debian-security trixie-security main
`,
    )
  })

  it('ask a rolling suite for neither updates nor security', () => {
    sources('sources.list.d/debian.sources', debian)
    expect(rewrite('sid', 'bookworm')).toBe(
      'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://mirror.example/debian sid main\n',
    )
  })

  it('leave out the sources of others', () => {
    sources(
      'sources.list.d/others.list',
      `deb https://download.example/linux/debian bookworm stable
deb https://apt.example bookworm main
deb https://cloud.example/apt cloud-sdk-bookworm main
deb https://pg.example/pub/debian bookworm-pgdg main
deb-src http://mirror.example/debian bookworm main
# deb http://mirror.example/debian bookworm main
`,
    )
    sources('sources.list.d/off.sources', `${debian.split('\n\n')[0]}\nEnabled: no\n`)
    expect(rewrite('trixie', 'bookworm')).toBe('')
  })

  it('read one-line sources and the universe of Ubuntu', () => {
    sources('sources.list', 'deb [arch=amd64] http://archive.example/ubuntu/ noble main universe\n')
    expect(rewrite('noble', 'noble')).toBe(
      'deb [arch=amd64] http://archive.example/ubuntu/ noble main universe\n',
    )
  })
})
