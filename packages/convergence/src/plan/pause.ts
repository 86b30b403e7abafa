import type { ObservedState } from '../observed/observed-state.ts'
import { createGraph } from './graph.ts'
import {
  aboutContainer,
  chosenContainers,
  containerKey,
  type LifecycleOptions,
  lifecyclePlan,
} from './lifecycle.ts'
import { isActive } from './networks.ts'
import type { Plan } from './plan.ts'

/**
 * Plans what pauses the containers that run, all at once (R49). One that is paused already is asked of the
 * Engine all the same, which refuses it. Pure and deterministic.
 */
export const planPause = (observed: ObservedState, options: LifecycleOptions = {}): Plan =>
  planFreeze(observed, options, 'pause-container')

/** The same for what lets paused containers go on (R49). */
export const planUnpause = (observed: ObservedState, options: LifecycleOptions = {}): Plan =>
  planFreeze(observed, options, 'unpause-container')

const causes = {
  'pause-container': 'a pause was asked for',
  'unpause-container': 'its pause is over',
} as const

function planFreeze(observed: ObservedState, options: LifecycleOptions, kind: keyof typeof causes): Plan {
  const graph = createGraph()
  for (const container of chosenContainers(observed, options).filter(isActive)) {
    graph.add({ ...aboutContainer(container, causes[kind]), kind, id: `${kind}:${containerKey(container)}` })
  }
  return lifecyclePlan({
    kind: kind === 'pause-container' ? 'down' : 'up',
    observed,
    options,
    graph,
    change: { change: 'none', reasons: [causes[kind]] },
  })
}
