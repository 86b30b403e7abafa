import type { BuildImage } from '@berth/docker-engine'
import type { Judging, Objection } from './finding.ts'
import { judgeHostPath } from './judge-paths.ts'

type Judge<T> = (value: T, judging: Judging) => Objection[]

const harmless: Judge<unknown> = () => []

/** A judge for every part of a build request: one that is added without a decision here does not compile. */
const judges: { readonly [K in keyof Required<BuildImage>]: Judge<NonNullable<BuildImage[K]>> } = {
  context: (context, judging) => judgeSource(context, 'context', judging),
  contexts: (contexts, judging) =>
    Object.values(contexts).flatMap((context) => judgeSource(context, 'contexts', judging)),
  dockerfile: (file, judging) => (file.startsWith('/') ? judgeSource(file, 'dockerfile', judging) : []),
  network: (network, { policy }) =>
    network.trim().toLowerCase() === 'host'
      ? [
          objection(
            'hostNamespaces',
            policy.hostNamespaces,
            'network',
            'The build has the network of the host.',
          ),
        ]
      : [],
  entitlements: (names, { policy }) =>
    names.map((name) =>
      objection(
        'buildEntitlements',
        policy.buildEntitlements,
        'entitlements',
        `Steps of the build may ${name}.`,
      ),
    ),
  secrets: (secrets, judging) =>
    secrets.flatMap((secret) => ('file' in secret ? judgeSource(secret.file, 'secrets', judging) : [])),
  ssh: (keys, judging) =>
    keys.flatMap(({ path }) => (path === undefined ? [] : judgeSource(path, 'ssh', judging))),
  cacheFrom: (caches, judging) => caches.flatMap((cache) => judgeCache(cache, 'cacheFrom', judging)),
  cacheTo: (caches, judging) => caches.flatMap((cache) => judgeCache(cache, 'cacheTo', judging)),
  args: harmless,
  attestations: harmless,
  dockerfileInline: harmless,
  extraHosts: harmless,
  labels: harmless,
  noCache: harmless,
  platforms: harmless,
  pull: harmless,
  shmSizeBytes: harmless,
  tags: harmless,
  target: harmless,
  ulimits: harmless,
}

/** Judges what a build reads of the host and what it may do there. */
export function judgeBuild(build: BuildImage, judging: Judging): Objection[] {
  return Object.entries(build).flatMap(([field, value]) =>
    value === undefined ? [] : judgeOf(field)(value, judging),
  )
}

/** Safe: the judge is that of the very field whose value it gets. */
const judgeOf = (field: string) =>
  Object.hasOwn(judges, field)
    ? (judges[field as keyof typeof judges] as Judge<unknown>)
    : unknownField(field)

const unknownField =
  (field: string): Judge<unknown> =>
  () => [objection('buildEntitlements', 'denied', field, `Nobody has decided what ${field} may be.`)]

const objection = (
  rule: 'hostNamespaces' | 'buildEntitlements',
  verdict: Objection['verdict'],
  field: string,
  message: string,
): Objection => ({ rule, verdict, field: `build.${field}`, message, attribute: ['build', field] })

/** A folder or file of the host; what has a scheme is fetched by the builder. */
function judgeSource(source: string, field: string, judging: Judging): Objection[] {
  if (!source.startsWith('/')) return []
  return judgeHostPath(source, { field: `build.${field}`, attribute: ['build', field] }, judging)
}

function judgeCache(
  { attributes }: { readonly attributes: Readonly<Record<string, string>> },
  field: string,
  judging: Judging,
): Objection[] {
  return ['src', 'dest'].flatMap((name) => judgeSource(attributes[name] ?? '', field, judging))
}

/** Every host path that a build names, for the caller to follow. */
export function buildPathsOf(build: BuildImage): string[] {
  const {
    context,
    contexts = {},
    dockerfile = '',
    secrets = [],
    ssh = [],
    cacheFrom = [],
    cacheTo = [],
  } = build
  return [
    context,
    ...Object.values(contexts),
    dockerfile,
    ...secrets.map((secret) => ('file' in secret ? secret.file : '')),
    ...ssh.map(({ path = '' }) => path),
    ...[...cacheFrom, ...cacheTo].flatMap(({ attributes }) => [attributes.src ?? '', attributes.dest ?? '']),
  ].filter((source) => source.startsWith('/'))
}
