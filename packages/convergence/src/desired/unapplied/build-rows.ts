import type { Build, Project } from '@berth/compose'
import { buildsFrom } from '../build/build-request.ts'
import { isCacheEntry } from '../build/caches.ts'
import { before, hasEntries, notice, problem, type Row } from './row.ts'

/** What is about a build; it counts only where there is one. */
export function buildRows(): Row[] {
  const says =
    (test: (build: Build, project: Project) => boolean): Row['isSaid'] =>
    ({ build }, project) =>
      build !== undefined && test(build, project)
  const contextSays = (test: (place: string) => boolean) =>
    says(({ additional_contexts = {} }) => Object.values(additional_contexts).some(test))
  return [
    ...oldEngineRows(says),
    notice(
      'build.cache_from',
      'Berth does not read a cache that is a folder, and builds without it',
      says(({ cache_from = [] }) => cache_from.some((entry) => /\btype=local\b/.test(entry))),
    ),
    problem(
      'build.additional_contexts',
      'Berth does not read OCI layouts, which the usual image store of an Engine cannot take either',
      contextSays((place) => place.startsWith('oci-layout:')),
      'Load the layout into the Engine, for example with `docker load`, and name it as `docker-image://name`.',
    ),
    problem(
      'build.cache_from',
      'an entry is neither the name of an image nor a type with its settings',
      says(({ cache_from = [] }) => !cache_from.every(isCacheEntry)),
    ),
    problem(
      'build.cache_to',
      'an entry is neither the name of an image nor a type with its settings',
      says(({ cache_to = [] }) => !cache_to.every(isCacheEntry)),
    ),
    problem(
      'build.cache_to',
      'only type=inline can be written',
      says(({ cache_to = [] }) => cache_to.some((entry) => !/\btype=inline\b/.test(entry))),
    ),
    problem(
      'build.platforms',
      'the platform that DOCKER_DEFAULT_PLATFORM names is not among them',
      ({ build, platform }, { defaultPlatform }) =>
        defaultPlatform !== undefined &&
        !platform &&
        (build?.platforms ?? []).length > 0 &&
        !build?.platforms?.includes(defaultPlatform),
      'Add it to `build.platforms`, or name one of those in DOCKER_DEFAULT_PLATFORM.',
    ),
    problem('build.secrets', 'only files and variables can be secrets of a build', says(hasUnknownSecret)),
    problem(
      'build.secrets',
      'the variable of a secret is not set, and it would be empty',
      says(hasUnsetSecret),
    ),
    notice(
      'build.secrets.uid, gid and mode',
      'BuildKit has none',
      says(({ secrets = [] }) =>
        secrets.some(({ uid, gid, mode }) => [uid, gid, mode].some((value) => value !== undefined)),
      ),
    ),
    notice(
      'build.pull',
      'a registry would be asked for what another service builds',
      says((build) => build.pull === true && buildsFrom(build) !== undefined),
    ),
    notice(
      'build.isolation',
      'it is for Windows',
      says(({ isolation }) => Boolean(isolation)),
    ),
  ]
}

/** What BuildKit before that of Docker 23.0 would leave out without a word, or refuse. */
const oldEngineRows = (says: (test: (build: Build) => boolean) => Row['isSaid']): Row[] =>
  [
    problem(
      'build.additional_contexts',
      '',
      says(({ additional_contexts }) => hasEntries(additional_contexts)),
    ),
    problem(
      'build.extra_hosts',
      'for host-gateway',
      says(({ extra_hosts = [] }) => extra_hosts.some((host) => host.endsWith('=host-gateway'))),
    ),
    problem(
      'build.shm_size',
      '',
      says(({ shm_size }) => Boolean(shm_size)),
    ),
    problem(
      'build.ulimits',
      '',
      says(({ ulimits }) => hasEntries(ulimits)),
    ),
  ].map((row) => before('1.42', row))

const hasUnknownSecret = ({ secrets = [] }: Build, project: Project): boolean =>
  secrets.some(({ source }) => {
    const { file, environment } = project.secrets[source] ?? {}
    return file === undefined && environment === undefined
  })

const hasUnsetSecret = ({ secrets = [] }: Build, project: Project): boolean =>
  secrets.some(({ source }) => {
    const { environment, content } = project.secrets[source] ?? {}
    return environment !== undefined && content === undefined
  })
