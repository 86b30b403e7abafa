import { describe, expect, it } from 'vitest'
import { editorRequest, markedText } from '../testing/editor-text.ts'
import { hoverAt } from './hover.ts'

const hover = (marked: string, others?: Record<string, string>) => {
  const { request, position } = markedText(marked, others)
  const found = hoverAt(request, position)
  const text = request.sources.get(request.file) ?? ''
  return found && { ...found, stretch: text.slice(found.start, found.end) }
}
const spec = 'https://github.com/compose-spec/compose-spec/blob/main'

describe('hoverAt', () => {
  it('explains an attribute with its type, its default, an example and the specification', () => {
    expect(hover('services:\n  web:\n    stop_gr|ace_period: 5s\n')).toMatchObject({
      stretch: 'stop_grace_period',
      title: 'stop_grace_period',
      words: 'How long a container may take to stop before it is killed.',
      facts: [
        { name: 'Type', value: 'a string' },
        { name: 'Default', value: '10s' },
        { name: 'Example', value: 'stop_grace_period: 1m30s' },
      ],
      link: `${spec}/05-services.md#stop_grace_period`,
    })
  })

  it('explains attributes inside of lists and brackets', () => {
    const found = hover('services: {web: {ports: [{tar|get: 80}]}}')
    expect(found).toMatchObject({ words: 'The port in the container.', link: `${spec}/05-services.md#ports` })
  })

  it.each([
    ['TAG', 'services:\n  a:\n    image: "x:$' + '{T|AG:-1}"\n', '.env', '1.28'],
    ['DB_PASSWORD', 'services:\n  a:\n    image: $DB_|PASSWORD\n', '.env', '••••••'],
  ])('says where %s is set, and to what unless it may be a secret', (title, text, source, value) => {
    const found = hover(text, { '.env': 'TAG=1.28\nDB_PASSWORD=hunter2\n' })
    expect(found).toMatchObject({ title, words: `A variable, set in \`${source}\`.`, facts: [{ value }] })
    expect(JSON.stringify(found)).not.toContain('hunter2')
  })

  it('prefers the environment over .env, as the loader does', () => {
    const { request, position } = markedText('services:\n  a:\n    image: $T|AG\n', { '.env': 'TAG=1\n' })
    const found = hoverAt({ ...request, environment: { TAG: '2' } }, position)
    expect(found).toMatchObject({ words: 'A variable, set in the environment.', facts: [{ value: '2' }] })
  })

  it('says that a variable is set to nothing, and what others of .env make of one', () => {
    const env = { '.env': 'TAG=\nNEXT=$TAG-${HOST}\n' }
    expect(hover('services:\n  a:\n    image: $T|AG\n', env)).toMatchObject({ facts: [{ value: '(empty)' }] })
    const { request, position } = markedText('services:\n  a:\n    image: $N|EXT\n', env)
    const found = hoverAt({ ...request, environment: { HOST: 'here' } }, position)
    expect(found).toMatchObject({ words: 'A variable, set in `.env`.', facts: [{ value: '-here' }] })
  })

  it('says that a variable is not set', () => {
    expect(hover('services:\n  a:\n    image: $' + '{T|AG}\n')?.words).toContain('not set')
  })

  it.each([
    ['a service', 'depends_on: [d|b]', 'db', 'The service `db`, declared in this file.'],
    ['a namespace', 'network_mode: service:d|b', 'db', 'The service `db`, declared in this file.'],
    [
      'a volume in its short form',
      'volumes: ["da|ta:/x"]',
      'data',
      'The volume `data`, declared in this file.',
    ],
    [
      'the default network',
      'networks: [def|ault]',
      'default',
      'The network that every project has unless it says otherwise.',
    ],
    [
      'a profile',
      'profiles: [de|bug]',
      'debug',
      'A profile: what carries it only starts while the profile is active.',
    ],
    ['a name that is not declared', 'networks: [ba|ck]', 'back', 'No network of this name is declared.'],
  ])('says what %s is', (_what, line, stretch, words) => {
    const text = `services:\n  db:\n    image: redis\n  web:\n    ${line}\nvolumes:\n  data:\n    driver: local\n`
    expect(hover(text)).toMatchObject({ stretch, words })
  })

  it('says in which other file a name is declared', () => {
    const text = 'include: [more.yaml]\nservices:\n  web:\n    image: x\n    depends_on: [ca|che]\n'
    const found = hover(text, { 'more.yaml': 'services:\n  cache:\n    image: redis\n' })
    expect(found?.words).toBe('The service `cache`, declared in `more.yaml`.')
  })

  it.each([
    [
      'services:\n  w|eb:\n    image: x\n    tty:\n',
      'A service of this project.',
      [{ name: 'image', value: 'x' }],
    ],
    [
      'networks:\n  fr|ont:\n    driver: bridge\n',
      'A network of this project.',
      [{ name: 'driver', value: 'bridge' }],
    ],
  ])('says what a name is where it is declared: %j', (text, words, facts) => {
    expect(hover(text)).toMatchObject({ words, facts })
  })

  it('tells of a service who needs it', () => {
    expect(hover('services:\n  d|b:\n    image: redis\n  web:\n    depends_on: [db]\n')).toMatchObject({
      words: 'A service of this project.',
      facts: [
        { name: 'image', value: 'redis' },
        { name: 'Needed by', value: 'web' },
      ],
    })
  })

  it.each([
    'services:\n  web:\n    image: ng|inx\n',
    'x-|own: 1\n',
    'services:\n  web:\n    network_mode: ho|st\n',
    'services:\n  web:\n    image: a$$|B\n',
    'services:\n  web:\n   | image: x\n',
    '|',
  ])('has nothing to say at the mark of %j', (text) => {
    expect(hover(text)).toBeUndefined()
  })

  it('explains the last of a thousand services', () => {
    const many = Array.from(
      { length: 1000 },
      (_, n) => `  s${n}:\n    image: x\n    ports: ["80"]\n    tty: true\n`,
    )
    const text = `services:\n${many.join('')}`
    const request = editorRequest({ 'compose.yaml': text })
    expect(hoverAt(request, text.lastIndexOf('tty'))?.title).toBe('tty')
  })
})
