import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseAst } from 'rolldown/parseAst'
import { Visitor } from 'rolldown/utils'
import { describe, expect, it } from 'vitest'
import { engineRefusal } from '../../../docker-engine/src/dockerode/to-engine-error.ts'
import { root } from '../testing/step.ts'
import { messageExamples } from './message-examples.ts'

/** The tables that explain the codes; the messages are made elsewhere. */
const tables = ['server/src/problem-codes.ts', 'src/error-codes.ts', 'src/errors.ts', 'cli/src/problem.ts']

const sources = globSync('{apps/{cli,server},packages/{convergence,docker-engine}}/src/**/*.ts', {
  cwd: root,
})
  .filter((file) => !file.includes('.test') && !file.includes('/testing/'))
  .filter((file) => !tables.some((table) => file.endsWith(table)))
  .map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') }))

/** The strings and templates of a source file, each as a pattern of what it can become. */
function messagesIn(text: string): readonly RegExp[] {
  const patterns: RegExp[] = []
  const visitor = new Visitor({
    Literal: ({ value }) => {
      if (typeof value === 'string') patterns.push(patternOf([value]))
    },
    TemplateLiteral: ({ quasis }) => {
      patterns.push(patternOf(quasis.map(({ value }) => value.cooked ?? value.raw)))
    },
  })
  visitor.visit(parseAst(text, { lang: 'ts' }))
  return patterns
}

/** Of a text with gaps. One without words of its own would fit everything, so it fits nothing. */
function patternOf(parts: readonly string[]): RegExp {
  const hasWords = /[a-z]{2}/i.test(parts.join('\n'))
  return hasWords ? new RegExp(`^${parts.map(escaped).join('.+')}$`, 's') : /(?!)/
}

const escaped = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')

describe('the messages in the documents', () => {
  it.each(Object.entries(messageExamples))('%s: %s', (code, message) => {
    const makers = sources.filter(({ text }) => text.includes(`'${code}'`))
    const fitting = makers.filter(({ text }) => messagesIn(text).some((pattern) => pattern.test(message)))
    expect(fitting, `no message in ${makers.map(({ file }) => file).join(', ')}`).not.toEqual([])
  })

  it.each([
    ['ENGINE_NOT_FOUND', 404],
    ['ENGINE_CONFLICT', 409],
    ['ENGINE_REFUSED', 500],
    ['ENGINE_PORT_IN_USE', 500],
    ['ENGINE_IMAGE_NOT_FOUND', 404],
    ['ENGINE_REGISTRY_DENIED', 500],
    ['ENGINE_REGISTRY_UNREACHABLE', 500],
  ] as const)("%s is what the Engine's words come to", (code, status) => {
    const [, doing = '', words = ''] = /^Could not (.+?): (.+)$/.exec(messageExamples[code]) ?? []
    expect(engineRefusal(words, status, { doing })).toMatchObject({ code, message: messageExamples[code] })
  })
})
