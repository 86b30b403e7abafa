import type { CredentialSpec, Provider } from '../project.ts'
import { type DumpFormat, extra, type JsonObject, omitEmpty } from './json.ts'

/** A provider as the reference prints it. */
export const dumpProvider = (provider: Provider, format: DumpFormat): JsonObject => ({
  ...omitEmpty({ type: provider.type, options: provider.options }),
  ...extra(provider, format),
})

/** A credential spec as the reference prints it. */
export const dumpCredentialSpec = (spec: CredentialSpec, format: DumpFormat): JsonObject => ({
  ...omitEmpty({ config: spec.config, file: spec.file, registry: spec.registry }),
  ...extra(spec, format),
})
