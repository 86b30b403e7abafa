import { randomUUID } from 'node:crypto'
import type { BuildCache, BuildImage } from '../../engine.ts'
import { type BuilderFacts, frontendOf, isTrue } from './frontend-options.ts'
import type { CacheEntry, SolveRequest } from './rpc/control-messages.ts'

interface Surroundings {
  /** Id of the session that serves its files. */
  readonly session: string
  /** Options of the frontend that say where its files are. */
  readonly inputs: Readonly<Record<string, string>>
  readonly facts: BuilderFacts
}

/** The question to BuildKit that builds what was requested, and gives the image its names. */
export function solveRequest(request: BuildImage, { session, inputs, facts }: Surroundings): SolveRequest {
  const frontend = frontendOf(request, facts)
  const imports = (request.cacheFrom ?? []).map(toEntry)
  const exporter = { Type: 'moby', Attrs: { name: request.tags.join(',') } }
  return {
    Ref: randomUUID(),
    Session: session,
    Frontend: frontend.name,
    FrontendAttrs: {
      ...frontend.options,
      ...inputs,
      // The frontend imports caches itself, and is told of them once more.
      ...(imports.length > 0 && { 'cache-imports': JSON.stringify(imports) }),
    },
    Cache: { Exports: exportsOf(request), Imports: imports },
    Entitlements: entitlementsOf(request),
    Exporters: [exporter],
    ExporterDeprecated: exporter.Type,
    ExporterAttrsDeprecated: exporter.Attrs,
  }
}

const toEntry = ({ type, attributes }: BuildCache): CacheEntry => ({ Type: type, Attrs: attributes })

/** The argument is how older Dockerfiles ask for a cache inside of the image. */
function exportsOf({ cacheTo = [], args = {} }: BuildImage): CacheEntry[] {
  const inline = isTrue(args.BUILDKIT_INLINE_CACHE) ? [{ Type: 'inline', Attrs: {} }] : []
  return [...cacheTo.map(toEntry), ...inline]
}

/** Steps that all run on the host's network do so by a right of their own. */
function entitlementsOf({ entitlements = [], network }: BuildImage): string[] {
  return [...new Set([...entitlements, ...(network === 'host' ? ['network.host'] : [])])]
}
