import { describe, expect, it } from 'vitest'
import { loadProject } from '../load.ts'
import { editorRequest } from '../testing/editor-text.ts'
import { quickFixesFor } from './quick-fixes.ts'
import { applyEdits } from './text-edit.ts'

const load = (texts: Readonly<Record<string, string>>) => {
  const { files, sources, workingDir } = editorRequest(texts)
  return loadProject({ files, sources, workingDir, environment: {}, absent: new Set(['/app/.env']) })
    .diagnostics
}

/** Applies every fix of the first diagnostic of a code, each to the texts as they were. */
const mend = (texts: Readonly<Record<string, string>>, code: string) => {
  const diagnostic = load(texts).find((each) => each.code === code)
  if (diagnostic === undefined) throw new Error(`${code} is not found: ${JSON.stringify(load(texts))}`)
  return quickFixesFor(editorRequest(texts), diagnostic).map(({ title, edits }) => {
    const mended = Object.fromEntries(
      Object.entries(texts).map(([name, text]) => [
        name,
        applyEdits(
          text,
          edits.filter(({ file }) => file === `/app/${name}`),
        ),
      ]),
    )
    const remains = load(mended).filter((each) => each.code === code && each.message === diagnostic.message)
    return { title, mended, remains }
  })
}

const web = (line: string) => `services:\n  web:\n    image: x\n    ${line}\n`

describe('quickFixesFor', () => {
  it.each([
    ['COMPOSE_UNKNOWN_KEY', web('prots: ["80"]'), ['Change to `ports`'], web('ports: ["80"]')],
    ['COMPOSE_UNKNOWN_KEY', 'servces: {}\nservices: {a: {image: x}}\n', ['Change to `services`'], undefined],
    [
      'COMPOSE_UNDEFINED_SERVICE',
      `${web('depends_on: [cach]')}  cache:\n    image: x\n`,
      ['Change to `cache`'],
      `${web('depends_on: [cache]')}  cache:\n    image: x\n`,
    ],
    [
      'COMPOSE_UNDEFINED_NETWORK',
      web('networks: [front]'),
      ['Declare the network `front`'],
      `${web('networks: [front]')}\nnetworks:\n  front:\n`,
    ],
    [
      'COMPOSE_UNDEFINED_NETWORK',
      `${web('networks: [frond]')}networks:\n  front:\n  # last\n`,
      ['Change to `front`', 'Declare the network `frond`'],
      `${web('networks: [front]')}networks:\n  front:\n  # last\n`,
    ],
    [
      'COMPOSE_UNDEFINED_NETWORK',
      `${web('networks: [a]')}networks: {bcd: {}}\n`,
      ['Declare the network `a`'],
      `${web('networks: [a]')}networks: {a: {}, bcd: {}}\n`,
    ],
    [
      'COMPOSE_UNDEFINED_NETWORK',
      `${web('networks: [a]')}networks: {}\n`,
      ['Declare the network `a`'],
      `${web('networks: [a]')}networks: {a: {}}\n`,
    ],
    [
      'COMPOSE_UNDEFINED_VOLUME',
      web('volumes: [{type: volume, source: data, target: /x}]'),
      ['Declare the volume `data`'],
      `${web('volumes: [{type: volume, source: data, target: /x}]')}\nvolumes:\n  data:\n`,
    ],
    [
      'COMPOSE_UNDEFINED_VOLUME',
      web('volumes: ["data:/x"]'),
      ['Declare the volume `data`', 'Mount the folder `./data`'],
      `${web('volumes: ["data:/x"]')}\nvolumes:\n  data:\n`,
    ],
    [
      'COMPOSE_UNDEFINED_SECRET',
      `${web('secrets: [key]')}secrets:\n    pin: {file: ./p}\n`,
      ['Declare the secret `key`'],
      `${web('secrets: [key]')}secrets:\n    pin: {file: ./p}\n    key:\n        file: ./key.txt\n`,
    ],
    [
      'COMPOSE_UNDEFINED_CONFIG',
      web('configs: [conf]'),
      ['Declare the config `conf`'],
      `${web('configs: [conf]')}\nconfigs:\n  conf:\n    file: ./conf\n`,
    ],
    [
      'COMPOSE_UNDEFINED_MODEL',
      web('models: [llm]'),
      ['Declare the model `llm`'],
      `${web('models: [llm]')}\nmodels:\n  llm:\n    model: ai/llm\n`,
    ],
    ['COMPOSE_WRONG_TYPE', web('user: 1000'), ['Put it in quotes'], web('user: "1000"')],
    ['COMPOSE_WRONG_TYPE', web('ports: 80:80'), ['Write it as a list'], web('ports: ["80:80"]')],
    ['COMPOSE_WRONG_TYPE', web('cap_add: "ALL"'), ['Write it as a list'], web('cap_add: ["ALL"]')],
    [
      'COMPOSE_DATE_AS_TEXT',
      web('hostname: 2026-01-01'),
      ['Put it in quotes'],
      web('hostname: "2026-01-01"'),
    ],
    ['COMPOSE_BOOLEAN_WORD', web('init: yes'), ['Write `true`'], web('init: true')],
    ['COMPOSE_BOOLEAN_WORD', web('init: no'), ['Write `false`'], web('init: false')],
    ['COMPOSE_UNUSED_RESOURCE', `${web('tty: true')}volumes:\n  a:`, ['Remove `a`'], web('tty: true')],
    [
      'COMPOSE_INTERPOLATION_INVALID',
      web('command: echo $' + '{a b}'),
      ['Write `$$` for a dollar sign'],
      web('command: echo $$' + '{a b}'),
    ],
    ['COMPOSE_VERSION_OBSOLETE', `version: "3"\n${web('tty: true')}`, ['Remove `version`'], web('tty: true')],
    [
      'COMPOSE_NETWORK_MODE_CONFLICT',
      web('network_mode: host\n    networks: [default]'),
      ['Remove `network_mode`'],
      web('networks: [default]'),
    ],
    [
      'COMPOSE_EXTERNAL_CONFLICT',
      `${web('volumes: ["data:/x"]')}volumes:\n  data:\n    external: true\n    driver: local\n`,
      ['Remove `driver`'],
      `${web('volumes: ["data:/x"]')}volumes:\n  data:\n    external: true\n`,
    ],
    [
      'COMPOSE_DUPLICATE_ITEM',
      web('depends_on:\n      - a\n      - a'),
      ['Remove this item'],
      web('depends_on:\n      - a'),
    ],
    ['COMPOSE_UNUSED_RESOURCE', `${web('tty: true')}volumes:\n  a:\n`, ['Remove `a`'], web('tty: true')],
    [
      'COMPOSE_VARIABLE_UNSET',
      web('user: "$' + '{U}"'),
      ['Give `U` an empty default'],
      web('user: "$' + '{U:-}"'),
    ],
    ['COMPOSE_VARIABLE_UNSET', web('user: $U'), ['Give `U` an empty default'], web('user: $' + '{U:-}')],
  ])('mends %s in %j', (code, text, titles, result) => {
    const fixes = mend({ 'compose.yaml': text }, code)
    expect(fixes.map(({ title }) => title)).toEqual(titles)
    for (const { title, remains } of fixes) expect(remains, title).toEqual([])
    if (result !== undefined) expect(fixes[0]?.mended['compose.yaml']).toBe(result)
  })

  it.each([
    ['A=1', 'A=1\nU=\n'],
    ['A=1\n', 'A=1\nU=\n'],
    ['', 'U=\n'],
  ])('sets a variable in .env when there is one: %j', (env, result) => {
    const [, fix] = mend({ 'compose.yaml': web('user: $U'), '.env': env }, 'COMPOSE_VARIABLE_UNSET')
    expect(fix).toMatchObject({ title: 'Set `U` in .env', mended: { '.env': result }, remains: [] })
  })

  it('offers nothing for what is nowhere in the texts', () => {
    const [diagnostic] = load({ 'compose.yaml': web('prots: ["80"]') })
    if (diagnostic === undefined) throw new Error('no diagnostic')
    const { range: _range, ...placeless } = diagnostic
    const request = editorRequest({ 'compose.yaml': web('prots: ["80"]') })
    expect(quickFixesFor(request, placeless)).toEqual([])
    expect(quickFixesFor({ ...request, sources: new Map() }, diagnostic)).toEqual([])
  })

  it.each([
    ['COMPOSE_UNKNOWN_KEY', web('quite_different_thing: 1')],
    ['COMPOSE_WRONG_TYPE', web('init: [1]')],
    ['COMPOSE_DUPLICATE_ITEM', web('depends_on: [a, a]')],
  ])('offers nothing for %s where it knows no answer: %j', (code, text) => {
    expect(mend({ 'compose.yaml': text }, code)).toEqual([])
  })
})
