import { belowKey, type PatternTable, patternTable } from '../combine/pattern.ts'
import { isBoxed, type JsonObject, type JsonValue } from './json.ts'

/** Lists that the reference goes through for what is in them twice: these stay lists when they are empty. */
const uniqueLists = [
  'networks.*.labels',
  ...[
    'annotations',
    'build.additional_contexts',
    'build.labels',
    'build.tags',
    'cap_add',
    'cap_drop',
    'configs',
    'deploy.labels',
    'devices',
    'dns',
    'dns_opt',
    'dns_search',
    'env_file',
    'expose',
    'labels',
    'links',
    'networks.*.aliases',
    'networks.*.link_local_ips',
    'ports',
    'profiles',
    'secrets',
    'sysctls',
    'tmpfs',
    'volumes',
  ].map((attribute) => `services.*.${attribute}`),
]

/** Lists of the same kind that do not stay so when defaults are filled in, because it gives their names values. */
const namedLists = ['services.*.build.args', 'services.*.environment']

const listsIn = (patterns: readonly string[]): PatternTable<true> =>
  patternTable(patterns.map((pattern) => [pattern, true]))

const kept = listsIn(uniqueLists)
const keptWithoutDefaults = listsIn([...uniqueLists, ...namedLists])

/** In the reference's JSON an empty list of an `x-*` value is null. */
export const withoutEmptyLists = (extensions: JsonObject): JsonObject =>
  replaceInObject(extensions, undefined)

/** In the reference's JSON of a model that was not bound to a project most empty lists are null. */
export const withoutEmptyListsOfModel = (model: JsonObject, hasDefaults: boolean): JsonObject =>
  replaceInObject(model, hasDefaults ? kept : keptWithoutDefaults)

function replaceInObject(tree: JsonObject, table: PatternTable<true> | undefined): JsonObject {
  const entries = Object.entries(tree).map(([key, value]): [string, JsonValue] => [
    key,
    replace(value, table && belowKey(table, key)),
  ])
  return Object.fromEntries(entries)
}

function replace(value: JsonValue, table: PatternTable<true> | undefined): JsonValue {
  if (typeof value !== 'object' || value === null || isBoxed(value)) return value
  if (!isList(value)) return replaceInObject(value, table)
  return value.length === 0 && !table?.value ? null : value.map((item) => replace(item, undefined))
}

const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value)
