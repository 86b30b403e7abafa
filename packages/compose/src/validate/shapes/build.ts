import type { Shape } from '../shape.ts'
import { boolean, hosts, keyValues, listOf, listOfTexts, text, wholeBytes } from './basic.ts'
import { fileReference } from './file-objects.ts'
import { ulimits } from './ulimits.ts'

/** `true`, or the settings of an attestation as text. */
const attestation: Shape = { scalars: ['string', 'boolean'] }

/** @see https://github.com/compose-spec/compose-spec/blob/main/build.md */
export const build: Shape = {
  scalars: ['string'],
  fields: {
    context: text,
    additional_contexts: keyValues,
    args: keyValues,
    cache_from: listOfTexts,
    cache_to: listOfTexts,
    dockerfile: text,
    dockerfile_inline: text,
    entitlements: listOfTexts,
    extra_hosts: hosts,
    isolation: text,
    labels: keyValues,
    network: text,
    no_cache: boolean,
    platforms: listOfTexts,
    privileged: boolean,
    provenance: attestation,
    pull: boolean,
    sbom: attestation,
    secrets: listOf(fileReference),
    shm_size: wholeBytes,
    ssh: { ...keyValues, isSet: true },
    tags: listOfTexts,
    target: text,
    ulimits,
  },
}
