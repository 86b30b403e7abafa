import type { Shape } from '../shape.ts'
import { allLater, boolean, keyValues, listOfTexts, text } from './basic.ts'

/** @see https://github.com/compose-spec/compose-spec/blob/main/build.md */
export const build: Shape = {
  scalars: ['string'],
  fields: {
    context: text,
    dockerfile: text,
    dockerfile_inline: text,
    args: keyValues,
    labels: keyValues,
    target: text,
    no_cache: boolean,
    pull: boolean,
    network: text,
    tags: listOfTexts,
    ...allLater('additional_contexts', 'cache_from', 'cache_to', 'entitlements', 'extra_hosts', 'isolation'),
    ...allLater('no_cache_filter', 'platforms', 'privileged', 'provenance', 'sbom', 'secrets', 'shm_size'),
    ...allLater('ssh', 'ulimits'),
  },
}
