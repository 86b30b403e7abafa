import type { Config, FileReference, Secret } from '../project.ts'
import type { Node } from '../tree.ts'
import { compact, type Reader, readerOf } from './read.ts'

type Environment = Readonly<Record<string, string>>

/** A reference's tree as typed data. */
export function bindFileReference(node: Node): FileReference {
  const read = readerOf(node)
  return compact<FileReference>({
    source: read.text('source') ?? '',
    target: read.text('target') || undefined,
    uid: read.text('uid') || undefined,
    gid: read.text('gid') || undefined,
    mode: read.number('mode'),
    extensions: read.extensions(),
  })
}

/** A config's tree as typed data, with what the environment holds of it. */
export const bindConfig =
  (environment: Environment) =>
  (node: Node): Config => {
    const read = readerOf(node)
    return compact<Config>({
      ...common(read),
      content: read.text('environment') ? outsideContent(read, environment) : read.text('content'),
    })
  }

/** A secret's tree as typed data, with what the environment holds of it. */
export const bindSecret =
  (environment: Environment) =>
  (node: Node): Secret => {
    const read = readerOf(node)
    return compact<Secret>({
      ...common(read),
      content: outsideContent(read, environment),
      driver: read.text('driver'),
      driver_opts: read.textMap('driver_opts'),
    })
  }

const common = (read: Reader) => ({
  name: read.text('name') ?? '',
  file: read.text('file'),
  environment: read.text('environment'),
  external: read.boolean('external'),
  labels: read.textMap('labels'),
  template_driver: read.text('template_driver'),
  extensions: read.extensions(),
})

function outsideContent(read: Reader, environment: Environment): string | undefined {
  const variable = read.text('environment')
  return variable !== undefined && Object.hasOwn(environment, variable) ? environment[variable] : undefined
}
