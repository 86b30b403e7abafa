import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatProject, loadProject, type Project, type Service, serviceToJson } from './index.ts'
import { anyResource, anyServiceWith, sections, serviceShape } from './testing/generated-project.ts'

/** With every file that is asked for. */
function load(...texts: readonly string[]) {
  const files = texts.map((_, index) => `/app/compose.${index}.yaml`)
  const sources = new Map(texts.map((text, index) => [`/app/compose.${index}.yaml`, text]))
  const request = { files, sources, absent: new Set(['/app/.env']), workingDir: '/app', environment: {} }
  const { missing } = loadProject(request)
  for (const path of missing) sources.set(path, 'E=1\n')
  return loadProject(request)
}

/** What the reference prints of these it cannot load again itself, or takes for something else. */
const isRepeatable = ({
  devices = [],
  gpus = [],
  deploy,
  group_add = [],
  ports = [],
  post_start = [],
  pre_stop = [],
  develop,
}: Service): boolean => {
  const commands = [...post_start, ...pre_stop, ...(develop?.watch ?? []).flatMap(({ exec }) => exec ?? [])]
  const reserved = deploy?.resources?.reservations?.devices ?? []
  return (
    // A command that is empty is left out, and so are capabilities.
    commands.every(({ command = [] }) => command.length > 0) &&
    reserved.every(({ capabilities = [] }) => capabilities.length > 0) &&
    // A device without a number is any device the next time.
    gpus.every(({ count, device_ids = [] }) => count !== undefined || device_ids.length > 0) &&
    // Port zero is left out, and so is the source of a device that is empty.
    devices.every(({ source }) => source !== '') &&
    ports.every(({ target }) => target > 0) &&
    // A number and the same text are twice the same the next time.
    new Set(group_add.map(String)).size === group_add.length
  )
}

/** JSON has other names for some keys, and no models. */
const isRepeatableAsJson = ({ blkio_config, ulimits, models }: Service): boolean =>
  blkio_config === undefined && ulimits === undefined && models === undefined

/** The project with its services as they are hashed. */
const hashed = (project: Project | undefined) => Object.values(project?.services ?? {}).map(serviceToJson)

/** Of the documents that can be loaded, the same ones each time; another seed gives others. */
function holdForAll(documents: fc.Arbitrary<unknown>, hold: (text: string, project: Project) => void) {
  fc.assert(
    fc.property(documents, (document) => {
      const text = JSON.stringify(document)
      const { project } = load(text)
      fc.pre(project !== undefined)
      hold(text, project)
    }),
    { numRuns: 4, seed: 1 },
  )
}

function repeats(text: string, project: Project) {
  const services = Object.values(project.services)
  const yaml = formatProject(project, 'yaml')
  for (const over of ['{services: {web: {}}}', 'x-note: ~']) {
    const merged = load(text, over).project
    const expected = over.startsWith('x') ? `${yaml}x-note: null\n` : yaml
    expect(merged && formatProject(merged, 'yaml')).toBe(expected)
  }
  if (!services.every(isRepeatable)) return
  const again = load(yaml).project
  expect(again && formatProject(again, 'yaml')).toBe(yaml)
  expect(hashed(again)).toEqual(hashed(project))
  if (!services.every(isRepeatableAsJson)) return
  const json = formatProject(project, 'json')
  const fromJson = load(json).project
  expect(fromJson && formatProject(fromJson, 'json')).toBe(json)
}

describe('a generated project loads again from what is printed, and is not changed by an empty override', () => {
  const attributes = Object.entries(serviceShape.fields ?? {}).filter(([name]) => name !== 'extends')

  it.each(attributes)('with `%s` of a service', (name, shape) => {
    holdForAll(anyServiceWith(name, shape), repeats)
  })

  it.each(sections)('with something in `%s`', (section) => {
    holdForAll(anyResource(section), repeats)
  })
})
