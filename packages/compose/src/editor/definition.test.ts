import { describe, expect, it } from 'vitest'
import { markedText } from '../testing/editor-text.ts'
import { definitionAt } from './definition.ts'

const others = {
  'base.yaml': 'services:\n  base:\n    image: x\n',
  'sub/more.yaml': 'services:\n  cache:\n    image: redis\n',
  '.env': '# TAG=0\nTAG=1\nexport TAG=2\nTAGS=3\n',
  'web.env': 'A=1\n',
}

/** `file:line:column text` of what was found. */
const define = (marked: string) => {
  const { request, position } = markedText(marked, others)
  const found = definitionAt(request, position)
  if (found === undefined) return undefined
  const text = request.sources.get(found.file) ?? ''
  const before = text.slice(0, found.start).split('\n')
  const place = `${found.file.replace('/app/', '')}:${before.length}:${(before.at(-1) ?? '').length + 1}`
  return `${place} ${text.slice(found.start, found.end)}`.trim()
}

const tail =
  '\nnetworks:\n  front:\nvolumes:\n  data:\nsecrets:\n  key: {file: ./k}\nconfigs:\n  conf: {content: x}\nmodels:\n  llm: {model: x}\n'

describe('definitionAt', () => {
  it.each([
    ['depends_on: [d|b]', 'compose.yaml:3:3 db'],
    ['depends_on: {d|b: {condition: service_started}}', 'compose.yaml:3:3 db'],
    ['links: ["d|b:other"]', 'compose.yaml:3:3 db'],
    ['volumes_from: ["d|b:ro"]', 'compose.yaml:3:3 db'],
    ['network_mode: "service:d|b"', 'compose.yaml:3:3 db'],
    ['extends: d|b', 'compose.yaml:3:3 db'],
    ['extends: {service: d|b}', 'compose.yaml:3:3 db'],
    ['extends: {file: base.yaml, service: ba|se}', 'base.yaml:2:3 base'],
    ['extends: {file: ba|se.yaml, service: base}', 'base.yaml:1:1'],
    ['depends_on: [ca|che]', 'sub/more.yaml:2:3 cache'],
    ['networks: [fr|ont]', 'compose.yaml:8:3 front'],
    ['networks: {fr|ont: {aliases: [a]}}', 'compose.yaml:8:3 front'],
    ['volumes: ["da|ta:/x"]', 'compose.yaml:10:3 data'],
    ['volumes: [{type: volume, source: da|ta, target: /x}]', 'compose.yaml:10:3 data'],
    ['secrets: [k|ey]', 'compose.yaml:12:3 key'],
    ['build: {secrets: [{source: k|ey}]}', 'compose.yaml:12:3 key'],
    ['configs: [co|nf]', 'compose.yaml:14:3 conf'],
    ['models: [l|lm]', 'compose.yaml:16:3 llm'],
    ['image: "x:$' + '{T|AG}"', '.env:3:8 TAG'],
    ['env_file: ./w|eb.env', 'web.env:1:1'],
    ['env_file: [{path: we|b.env}]', 'web.env:1:1'],
    ['profiles: [de|bug]', 'compose.yaml:6:16 debug'],
    ['volumes: ["./da|ta:/x"]', undefined],
    ['image: $UN|SET', undefined],
    ['env_file: ./no|ne.env', undefined],
    ['extends: {file: gone.yaml, service: ba|se}', undefined],
    ['network_mode: br|idge', undefined],
    ['env_file|:', undefined],
    ['image: no|thing', undefined],
  ])('goes from %s to %s', (line, place) => {
    const head = `include: [sub/more.yaml]\nservices:\n  db:\n    image: redis\n  web:\n    ${line}`
    expect(define(head + tail)).toBe(place)
  })

  it('goes from an include to its file', () => {
    expect(define('include:\n  - path: sub/mo|re.yaml\n')).toBe('sub/more.yaml:1:1')
  })

  it('goes from an alias to the nearest anchor above', () => {
    expect(define('x-a: &x\n  a: 1\nx-b: &x {b: 1}\nservices:\n  web:\n    <<: *|x\nx-c: &x 1\n')).toBe(
      'compose.yaml:3:6 &x',
    )
  })
})
