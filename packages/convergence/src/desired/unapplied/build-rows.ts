import type { Build } from '@berth/compose'
import { hasEntries, notice, problem, type Row } from './row.ts'

const noSession = 'Berth does not send it with a build'

/** What is about a build; it counts only where there is one. */
export function buildRows(): Row[] {
  const says =
    (test: (build: Build) => boolean): Row['isSaid'] =>
    ({ build }) =>
      build !== undefined && test(build)
  return [
    problem(
      'build.additional_contexts',
      noSession,
      says((build) => hasEntries(build.additional_contexts)),
    ),
    problem(
      'build.entitlements',
      noSession,
      says((build) => hasEntries(build.entitlements)),
    ),
    problem(
      'build.extra_hosts',
      noSession,
      says((build) => hasEntries(build.extra_hosts)),
    ),
    problem(
      'build.isolation',
      noSession,
      says((build) => Boolean(build.isolation)),
    ),
    problem(
      'build.platforms',
      'one image is built for one platform',
      says((build) => (build.platforms ?? []).length > 1),
    ),
    problem(
      'build.privileged',
      noSession,
      says((build) => build.privileged === true),
    ),
    problem(
      'build.secrets',
      noSession,
      says((build) => hasEntries(build.secrets)),
    ),
    problem(
      'build.shm_size',
      noSession,
      says((build) => Boolean(build.shm_size)),
    ),
    problem(
      'build.ssh',
      noSession,
      says((build) => hasEntries(build.ssh)),
    ),
    problem(
      'build.ulimits',
      noSession,
      says((build) => hasEntries(build.ulimits)),
    ),
    notice(
      'build.cache_from',
      'the Engine uses its own cache',
      says((build) => hasEntries(build.cache_from)),
    ),
    notice(
      'build.cache_to',
      'the Engine uses its own cache',
      says((build) => hasEntries(build.cache_to)),
    ),
    notice(
      'build.provenance',
      'the image gets no attestation',
      says((build) => isWanted(build.provenance)),
    ),
    notice(
      'build.sbom',
      'the image gets no attestation',
      says((build) => isWanted(build.sbom)),
    ),
  ]
}

const isWanted = (attestation: string | undefined) => attestation !== undefined && attestation !== 'false'
