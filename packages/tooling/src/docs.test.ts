import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { globalFlags } from '../../../apps/cli/src/args/global-flags.ts'
import { commands } from '../../../apps/cli/src/commands.ts'
import { root } from './testing/step.ts'
import { generatedDocuments } from './write-docs.ts'

const read = (file: string) => readFileSync(path.join(root, file), 'utf8')
const documents = ['README.md', 'ARCHITECTURE.md', ...globSync('docs/**/*.md', { cwd: root })].sort()

describe('the documents', () => {
  it.each(generatedDocuments().map(({ file, text }) => [file, text]))(
    'are up to date with the source: %s (else run write-docs.ts)',
    (file, text) => {
      expect(read(file)).toBe(text)
    },
  )

  it('link only to files that exist', () => {
    const links = documents.flatMap((file) =>
      [...read(file).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, target = '']) => ({ file, target })),
    )
    const broken = links.filter(
      ({ file, target }) => globSync(path.join(path.dirname(file), target), { cwd: root }).length === 0,
    )
    expect(broken).toEqual([])
  })

  it('name only commands and flags that exist', () => {
    // Among the examples of errors are those of a wrong one.
    const text = documents
      .filter((file) => file !== 'docs/errors.md')
      .map(read)
      .join('\n')
    const spans = /`berth ([^`\n]+)`|^(?:\$ |apps\/cli\/bin\/)berth ([^#\n]+)/gm
    const said = [...text.matchAll(spans)].map(([, span, line]) => (span ?? line ?? '').trim().split(/\s+/))
    const gone = said.filter(([name = '', ...words]) => {
      const command = name.startsWith('-') ? { flags: {} } : commands[name]
      const known = new Set(['help', ...Object.keys({ ...globalFlags, ...command?.flags })])
      const flags = [name, ...words].filter((word) => /^--[a-z]/.test(word))
      return command === undefined || flags.some((flag) => !known.has(flag.slice(2)))
    })
    expect(said.length).toBeGreaterThan(20)
    expect(gone).toEqual([])
  })

  it('name only scripts and files that exist', () => {
    const mentions = documents.flatMap((file) =>
      [...read(file).matchAll(/`((?:apps|packages|prisma|docs)\/[\w./-]+\.\w+)`/g)].map(
        ([, target = '']) => ({
          file,
          target,
        }),
      ),
    )
    const gone = mentions.filter(({ target }) => globSync(target, { cwd: root }).length === 0)
    expect(gone).toEqual([])
  })
})
