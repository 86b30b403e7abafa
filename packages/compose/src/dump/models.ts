import type { Model, ServiceModel } from '../project.ts'
import { type DumpFormat, extra, type JsonObject, omitEmpty } from './json.ts'

/** A model as the reference prints it. */
export const dumpModel = (model: Model, format: DumpFormat): JsonObject => ({
  ...omitEmpty({
    name: model.name,
    model: model.model,
    context_size: model.context_size,
    runtime_flags: model.runtime_flags,
  }),
  ...extra(model, format),
})

/** What a service says of a model, as the reference prints it. */
export const dumpServiceModel = (model: ServiceModel | null, format: DumpFormat): JsonObject | null =>
  model && {
    ...omitEmpty({ endpoint_var: model.endpoint_var, model_var: model.model_var }),
    ...extra(model, format),
  }
