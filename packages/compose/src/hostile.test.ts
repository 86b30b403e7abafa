import { describe, expect, it } from 'vitest'
import { formatProject, loadProject } from './index.ts'

const load = (text: string) =>
  loadProject({
    files: ['/app/compose.yaml'],
    sources: new Map([['/app/compose.yaml', text]]),
    absent: new Set(['/app/.env']),
    workingDir: '/app',
    environment: {},
  })

const lines = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n')

const services = '\nservices: {a: {image: x}}\n'
const level = (index: number, ...items: readonly string[]) => `x-${index}: &a${index} [${items.join(', ')}]`
const bomb = lines(10, (index) => level(index, ...Array(9).fill(index === 0 ? 'lol' : `*a${index - 1}`)))
const wide = `x-a: &a\n${lines(1000, (index) => `  k${index}: 1`)}\n`

/** Each would be written out to millions of values; refused by counting, before they are. */
describe('a file that is made to exhaust the loader is refused', () => {
  it.each([
    ['by aliases of aliases', bomb + services],
    [
      'by many merge keys of one large mapping',
      `${wide}x-b:\n${lines(5000, (i) => `  s${i}: {<<: *a}`)}${services}`,
    ],
    ['by merge keys in many documents', `${lines(400, () => `---\n${wide}x-b: {<<: *a}`)}${services}`],
    [
      'by ranges of ports',
      `services: {a: {image: x, ports: [${Array(2000).fill('"1-65535:1-65535"').join(', ')}]}}`,
    ],
    ['by its documents', `${'---\n'.repeat(200_000)}${services}`],
    ['by brackets', `a: ${'['.repeat(100_000)}`],
    ['by indentation', lines(500, (index) => `${' '.repeat(index)}a:`)],
    ['by its size', `a: ${'b'.repeat(2_000_001)}`],
  ])('%s', (_how, text) => {
    const { project, diagnostics } = load(text)
    expect(project).toBeUndefined()
    expect(diagnostics.map(({ code }) => code)).toContain('COMPOSE_TOO_LARGE')
  })

  it('allows every port of several services, and prints them', () => {
    const every = '"1-65535:1-65535'
    const { project } = load(
      `services: {a: {image: x, ports: [${every}", ${every}/udp"]}, b: {image: x, ports: [${every}"]}}`,
    )
    const countOf = (text: string | undefined) => text?.match(/published/g)?.length
    expect(project?.services.a?.ports).toHaveLength(2 * 65_535)
    expect(project?.services.b?.ports).toHaveLength(65_535)
    expect(countOf(project && formatProject(project, 'yaml'))).toBe(3 * 65_535)
    expect(countOf(project && formatProject(project, 'json'))).toBe(3 * 65_535)
  })

  it.each([
    ['keys that nobody knows', `services:\n  a:\n    image: x\n${lines(2000, (i) => `    k${i}: 1`)}`],
    [
      'dependencies that do not exist',
      `services:\n${lines(2000, (i) => `  s${i}: {image: x, depends_on: [n${i}]}`)}`,
    ],
    ['defaults inside defaults', `services: {a: {command: "${'${A:-'.repeat(5000)}${'}'.repeat(5000)}"}}`],
  ])('reports only so many %s', (_what, text) => {
    expect(load(text).diagnostics.filter(({ severity }) => severity === 'error')).toHaveLength(500)
  })
})
