import type { Graph } from './graph.ts'

/**
 * Lets no container be stopped before everything that can fail early has been done: pulls, builds,
 * networks, volumes, and containers under their temporary names (R29). Only what itself has to wait for
 * a stop, because a network is replaced, comes later.
 */
export function addBarrier(graph: Graph): void {
  const all = graph.all()
  const stops = all.filter(({ kind }) => kind === 'stop-container').map(({ id }) => id)
  if (stops.length === 0) return
  const late = graph.descendants(stops)
  const early = all.filter(({ kind, id }) => isPreparation(kind) && !late.has(id)).map(({ id }) => id)
  const covered = new Set(early.flatMap((id) => [...graph.ancestors(id)]))
  const last = early.filter((id) => !covered.has(id))
  for (const id of stops) if (!late.has(id)) graph.link(id, last)
}

const isPreparation = (kind: string) =>
  [
    'pull-image',
    'restore-image',
    'build-image',
    'create-network',
    'create-volume',
    'create-container',
    'copy-files',
  ].includes(kind)
