/** Compose documents made from the table of attributes, so that a new attribute is covered without being named. */
import fc from 'fast-check'
import { composeFile } from '../validate/attributes.ts'
import type { ScalarType, Shape } from '../validate/shape.ts'

/** A value as JSON, which is YAML too. */
type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain }

/** What people write; a place takes those that its format allows. */
const texts = [
  ...["it's", '"q"', '# no', '- a', 'a b', ' ', 'two\nlines\n', 'é', '~', 'C:\\a'],
  ...'a b n x:1 true null 1e3 0 1 80 8080-8081 65535 0.5 1_0 0x1f 010 2026-01-01 12:30 1m30s 0s 64m 1.5gb'.split(
    ' ',
  ),
  ...'/a ./a ../a /a/../b ~/a /a:/b ./a:/b:ro data:/d /dev/x:/dev/y:rw https://x.y/z.git#v:d x:t@sha256:00'.split(
    ' ',
  ),
  ...'a=b a= a=b=c a.b/c=d 10=1 9=1 [x] {x} 80:80 127.0.0.1:80:80/udp [::1]:1-3:1-3 host:10.0.0.1'.split(' '),
  ...'10.0.0.1 ::1 00:11:22:33:44:55 10.0.0.0/24 host private none service:b all CMD CMD-SHELL NONE'.split(
    ' ',
  ),
  ...'always on-failure:3 unless-stopped missing every_12h raw tcp udp sctp z Z rprivate enabled disabled'.split(
    ' ',
  ),
  ...'service_started service_healthy service_completed_successfully bind volume tmpfs image npipe'.split(
    ' ',
  ),
  ...'cluster writable readonly start-first stop-first rebuild sync restart sync+restart sync+exec'.split(
    ' ',
  ),
]
/** Not minus one, which the reference prints as a text that is no size. */
const whole = [0, 1, 3, 80, 65_535, 1_000_000, 2 ** 31]
const broken = [0.5, 1.5, 1e21, 100.25]
const userKeys = ['a', 'b', '10', 'A.b', '9', 'com.docker.x', 'y', 'é', 'a b', 'a/b']

const scalarsOf: { readonly [T in ScalarType]: readonly Plain[] } = {
  string: texts,
  integer: whole,
  number: broken,
  boolean: [true, false],
}

function anyScalar({ scalars = [], format }: Shape): fc.Arbitrary<Plain>[] {
  return scalars.flatMap((type) => {
    const fitting = scalarsOf[type].filter((value) => format?.(String(value), type) === undefined)
    return fitting.length === 0 ? [] : [fc.constantFrom(...fitting)]
  })
}

/** By its shape, as making one takes long. */
const known = new WeakMap<Shape, fc.Arbitrary<Plain>>()

/** Anything that a shape allows, with `x-*` keys. */
function anyValue(shape: Shape): fc.Arbitrary<Plain> {
  const made = known.get(shape) ?? makeValue(shape)
  known.set(shape, made)
  return made
}

function makeValue(shape: Shape): fc.Arbitrary<Plain> {
  const { list, fields, entries, nullable } = shape
  return fc.oneof(
    ...anyScalar(shape),
    ...(list ? [fc.array(anyValue(list), { maxLength: 3 })] : []),
    ...(fields ? [anyFields(fields, shape)] : []),
    ...(entries ? [fc.dictionary(fc.constantFrom(...userKeys), anyValue(entries), { maxKeys: 3 })] : []),
    ...(nullable ? [fc.constant(null)] : []),
  )
}

function anyFields(
  fields: NonNullable<Shape['fields']>,
  { required = [], isClosed }: Pick<Shape, 'required' | 'isClosed'>,
): fc.Arbitrary<{ readonly [key: string]: Plain }> {
  const names = Object.keys(fields)
  return fc.subarray(names, { maxLength: Math.min(names.length, 4) }).chain((chosen) => {
    const kept = new Set([...required, ...chosen])
    const own = Object.fromEntries([...kept].map((key) => [key, anyValue(fields[key] ?? {})]))
    return fc
      .record({ ...own, ...(!isClosed && { 'x-e': fc.option(extension, { freq: 8, nil: undefined }) }) })
      .map(withoutUndefined)
  })
}

const extension = fc.constantFrom<Plain>('e', 1, 1.5, 1e6, null, [], {}, ['a', { b: 1 }], { z: 1, a: [null] })

const withoutUndefined = (value: Readonly<Record<string, Plain | undefined>>) =>
  Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, Plain] => entry[1] !== undefined),
  )

/** The resources that a file declares. */
export const sections = ['networks', 'volumes', 'configs', 'secrets', 'models'] as const
const fieldsAt = (shape: Shape | undefined) => shape?.fields ?? {}
/** What a service may say. */
export const serviceShape = composeFile.fields?.services?.entries ?? {}
const resourceShape = (section: string) => composeFile.fields?.[section]?.entries ?? {}

/** What a service can refer to; the other names of {@link userKeys} are not declared. */
const names = ['a', 'b', '10'] as const
const declare = (value: Plain) => Object.fromEntries(names.map((name) => [name, value]))

const base = {
  name: 'shop',
  networks: declare({}),
  volumes: declare({}),
  configs: declare({ content: 'c' }),
  secrets: declare({ file: './s' }),
  models: declare({ model: 'm' }),
} as const
const others = declare({ image: 'y' })

/** A whole document, in which a service says something with one attribute, and often with a few more. */
export const anyServiceWith = (key: string, shape: Shape): fc.Arbitrary<Plain> =>
  fc
    .tuple(anyValue(shape), fc.option(anyFields(fieldsAt(serviceShape), {}), { freq: 2 }))
    .map(([value, more]) => ({
      ...base,
      services: { ...others, web: { image: 'x', ...more, [key]: value } },
    }))

/** A whole document with any resource of that section. */
export const anyResource = (section: (typeof sections)[number]): fc.Arbitrary<Plain> =>
  anyFields(fieldsAt(resourceShape(section)), resourceShape(section)).map((value) => ({
    ...base,
    services: {
      web: {
        image: 'x',
        networks: ['a'],
        volumes: [{ type: 'volume', source: 'a', target: '/v' }],
        configs: ['a'],
        secrets: ['a'],
        models: ['a'],
      },
    },
    [section]: { ...base[section], a: value },
  }))
