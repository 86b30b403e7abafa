import type { Build, SshKey } from '../project.ts'
import { dumpFileReference } from './file-objects.ts'
import { type DumpFormat, extra, type JsonObject, omitEmpty, sizeText } from './json.ts'
import { dumpUlimits } from './ulimits.ts'

/** A build section as the reference prints it. */
export const dumpBuild = (build: Build, format: DumpFormat): JsonObject => ({
  ...omitEmpty({
    context: build.context,
    dockerfile: build.dockerfile,
    dockerfile_inline: build.dockerfile_inline,
    entitlements: build.entitlements,
    args: build.args,
    provenance: build.provenance,
    sbom: build.sbom,
    ssh: build.ssh?.map((key) => dumpSshKey(key, format)),
    labels: build.labels,
    cache_from: build.cache_from,
    cache_to: build.cache_to,
    no_cache: build.no_cache,
    additional_contexts: build.additional_contexts,
    pull: build.pull,
    extra_hosts: build.extra_hosts,
    isolation: build.isolation,
    network: build.network,
    target: build.target,
    secrets: build.secrets?.map((secret) => dumpFileReference(secret, format)),
    shm_size: sizeText(build.shm_size),
    tags: build.tags,
    ulimits: dumpUlimits(build.ulimits, format),
    platforms: build.platforms,
    privileged: build.privileged,
  }),
  ...extra(build, format),
})

/** The reference cannot print the JSON of a key with a path; ours can be loaded again. */
function dumpSshKey({ id, path }: SshKey, format: DumpFormat): string {
  if (path === undefined) return id
  return format === 'yaml' ? `${id}: ${path}` : `${id}=${path}`
}
