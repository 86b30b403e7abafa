import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { root } from './testing/step.ts'

/** What lies at the top because a tool or a person looks for it there. Adding to it is a decision. */
const expected = [
  '.ci',
  '.editorconfig',
  '.gitattributes',
  '.gitignore',
  '.node-version',
  'ARCHITECTURE.md',
  'LICENSE',
  'README.md',
  'apps',
  'biome.json',
  'docker-compose.yaml',
  'docs',
  'package.json',
  'packages',
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
  'prisma',
  'tsconfig.base.json',
  'vitest.config.ts',
]

describe('the repository', () => {
  it('has nothing at its top that was not decided', () => {
    const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).split('\n')
    const top = new Set(tracked.filter((file) => file !== '').map((file) => file.split('/')[0]))
    expect([...top].sort()).toEqual(expected)
  })
})
