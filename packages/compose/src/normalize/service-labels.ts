import { textOf } from '../canonical/number-text.ts'
import { lookupIn } from '../environment.ts'
import { parseDotenv } from '../parse/dotenv.ts'
import { createSource } from '../source.ts'
import {
  type Entry,
  entriesOf,
  itemsOf,
  type Mapping,
  mapEntries,
  mapping,
  type Node,
  nodeAt,
  type Scalar,
  withEntry,
} from '../tree.ts'
import { type EnvFileAccess, type Folding, placeValues } from './service-environment.ts'

/**
 * Folds the labels of each service's `label_file` into its `labels`, which win. Values may use the labels of
 * the files before and those above them, and no variable of the project.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md#label_file
 */
export function foldLabelFiles(
  services: Mapping,
  access: EnvFileAccess,
  isActive: (name: string) => boolean,
): Mapping {
  return mapEntries(services, (service, name) => {
    const files = nodeAt(service, 'label_file')
    if (service.kind !== 'mapping' || files === undefined || !isActive(name)) return service
    const path = ['services', name, 'label_file']
    return foldService(service, files, { access, adviceOnUnset, place: { path, findings: access.findings } })
  })
}

const adviceOnUnset =
  'Label files see labels only: put the value in single quotes, or write $$ for a dollar sign that is meant.'

function foldService(service: Mapping, files: Node, folding: Folding): Mapping {
  const values: Record<string, string> = {}
  const entries = new Map<string, Entry>()
  for (const [index, file] of itemsOf(files).entries()) {
    const { findings, path } = folding.place
    const place = { findings, path: [...path, index] }
    for (const [key, node] of readLabelFile(file, values, { ...folding, place })) {
      values[key] = String(node.value)
      entries.set(key, { key: node.origin, value: node })
    }
  }
  const own = nodeAt(service, 'labels')
  const labels = mapping(new Map([...entries, ...entriesOf(own)]), own?.origin ?? files.origin)
  return withEntry(service, 'labels', labels)
}

type Values = Readonly<Record<string, string>>

function readLabelFile(file: Node, earlier: Values, folding: Folding): ReadonlyMap<string, Scalar> {
  const path = textOf(file)
  const { access, place } = folding
  const text = path === '' ? undefined : access.sources.get(path)
  if (text !== undefined) {
    return placeValues(parseDotenv(text, lookupIn(earlier)), createSource(path, text), folding)
  }
  if (path !== '' && !access.absent.has(path)) access.onMissing(path)
  else {
    access.findings.report({
      code: 'COMPOSE_LABEL_FILE_NOT_FOUND',
      message: path === '' ? 'The path of a label file is empty.' : `The label file ${path} does not exist.`,
      ...(path !== '' && { missingFile: path }),
      origin: file.origin,
      path: place.path,
    })
  }
  return new Map()
}
