import type { Model, ServiceModel } from '../project.ts'
import type { Node } from '../tree.ts'
import { compact, readerOf } from './read.ts'

/** A model's tree as typed data. */
export function bindModel(node: Node): Model {
  const read = readerOf(node)
  return compact<Model>({
    name: read.text('name'),
    model: read.text('model') ?? '',
    context_size: read.number('context_size'),
    runtime_flags: read.texts('runtime_flags'),
    extensions: read.extensions(),
  })
}

/** What a service says of a model, as typed data; null when it says nothing. */
export function bindServiceModel(node: Node): ServiceModel | null {
  if (node.kind !== 'mapping') return null
  const read = readerOf(node)
  return compact<ServiceModel>({
    endpoint_var: read.text('endpoint_var'),
    model_var: read.text('model_var'),
    extensions: read.extensions(),
  })
}
