import type { Graph } from './graph.ts'

/**
 * Lets no container be stopped before everything that can fail early has been done: pulls, builds,
 * networks, volumes, and containers under their temporary names (R29). Only what itself has to wait for
 * a stop, because a network is replaced, comes later.
 */
export function addBarrier(graph: Graph): void {
  const stops = graph.all().filter(({ kind }) => kind === 'stop-container')
  if (stops.length === 0) return
  const stopIds = new Set(stops.map(({ id }) => id))
  const waitsForStop = (id: string) => [...graph.ancestors(id)].some((ancestor) => stopIds.has(ancestor))
  const early = graph.all().filter(({ kind, id }) => isPreparation(kind) && !waitsForStop(id))
  const covered = new Set(early.flatMap(({ id }) => [...graph.ancestors(id)]))
  const last = early.map(({ id }) => id).filter((id) => !covered.has(id))
  for (const { id } of stops) if (!waitsForStop(id)) graph.link(id, last)
}

const isPreparation = (kind: string) =>
  ['pull-image', 'build-image', 'create-network', 'create-volume', 'create-container'].includes(kind)
