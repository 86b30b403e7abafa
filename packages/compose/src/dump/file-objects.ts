import type { Config, FileReference, Secret } from '../project.ts'
import { type DumpFormat, extra, type JsonObject, omitEmpty } from './json.ts'

/** A reference to a config or secret as the reference implementation prints it; the mode is octal. */
export const dumpFileReference = (reference: FileReference, format: DumpFormat): JsonObject => ({
  ...omitEmpty({
    source: reference.source,
    target: reference.target,
    uid: reference.uid,
    gid: reference.gid,
    mode: reference.mode === undefined ? undefined : `0${reference.mode.toString(8)}`,
  }),
  ...extra(reference, format),
})

/** A config as the reference prints it: of content that comes from a variable only the variable's name. */
export const dumpConfig = (config: Config, format: DumpFormat): JsonObject => ({
  ...omitEmpty({
    name: config.name,
    file: config.file,
    environment: config.environment,
    content: config.environment ? undefined : config.content,
    external: config.external,
    labels: config.labels,
    template_driver: config.template_driver,
  }),
  ...extra(config, format),
})

/** A secret as the reference prints it, without its content. */
export const dumpSecret = (secret: Secret, format: DumpFormat): JsonObject => ({
  ...omitEmpty({
    name: secret.name,
    file: secret.file,
    environment: secret.environment,
    external: secret.external,
    labels: secret.labels,
    driver: secret.driver,
    driver_opts: secret.driver_opts,
    template_driver: secret.template_driver,
  }),
  ...extra(secret, format),
})
