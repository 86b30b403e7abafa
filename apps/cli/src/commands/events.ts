import { type EngineEvent, label } from '@berth/docker-engine'
import type { CommandInput } from '../args/command.ts'
import { readTime } from '../args/read-time.ts'
import type { eventsFlags } from '../args/reading-flags.ts'
import { withEngine } from '../engine.ts'
import { goJson } from '../print/go-json.ts'
import { printProblem } from '../print/print-problem.ts'
import { findTarget } from '../project/target.ts'

type EventsInput = CommandInput<typeof eventsFlags>

/** `berth events`: what happens to the containers of the project, until `--until` or Ctrl-C. */
export async function events(input: EventsInput): Promise<number> {
  const { flags, globals, world, services } = input
  const range = rangeOf(input)
  if ('problem' in range) {
    printProblem(range.problem, world, globals.ansi)
    return 1
  }
  const target = findTarget(input)
  if (target === undefined) return 1
  const interrupted = new AbortController()
  const stopListening = world.onInterrupt(() => interrupted.abort())
  const { signal } = interrupted
  try {
    return await withEngine(input, async (engine) => {
      const labels = [`${label.project}=${target.name}`]
      for await (const event of engine.events({ labels, ...range, signal })) {
        if (isTold(event, services)) world.out.write(`${flags.json ? eventJson(event) : eventText(event)}\n`)
      }
      return 0
    })
  } catch (error) {
    if (!signal.aborted) throw error
    return 130
  } finally {
    stopListening()
  }
}

function rangeOf({ flags, world }: EventsInput) {
  const since = flags.since === undefined ? undefined : readTime('since', flags.since, world.now())
  if (typeof since === 'object') return since
  const until = flags.until === undefined ? undefined : readTime('until', flags.until, world.now())
  if (typeof until === 'object') return until
  return { ...(since !== undefined && { since }), ...(until !== undefined && { until }) }
}

/** Only containers, and not those that were run once. */
function isTold({ type, attributes }: EngineEvent, services: readonly string[]): boolean {
  if (type !== 'container' || attributes[label.oneOff] === 'True') return false
  return services.length === 0 || services.includes(attributes[label.service] ?? '')
}

const compose = label.project.slice(0, -'project'.length)

const ownAttributes = ({ attributes }: EngineEvent) =>
  Object.entries(attributes)
    .filter(([name]) => !name.startsWith(compose))
    .sort(([a], [b]) => (a < b ? -1 : 1))

/** One line of `docker compose events --json`. Pure. */
export const eventJson = (event: EngineEvent): string =>
  goJson({
    action: event.action,
    attributes: Object.fromEntries(ownAttributes(event)),
    id: event.id,
    service: event.attributes[label.service] ?? '',
    time: event.timestamp,
    type: event.type,
  })

/** One line of `docker compose events`, in the time of this place. Pure but for that. */
export function eventText(event: EngineEvent): string {
  const { time, timestamp, type, action, id } = event
  const local = new Date(time - new Date(time).getTimezoneOffset() * 60_000).toISOString()
  const fraction = (/\.(\d+)Z$/.exec(timestamp)?.[1] ?? '').padEnd(6, '0').slice(0, 6)
  const moment = `${local.slice(0, 10)} ${local.slice(11, 19)}.${fraction}`
  const attributes = ownAttributes(event).map(([name, value]) => `${name}=${value}`)
  return `${moment} ${type} ${action} ${id} (${attributes.join(', ')})`
}
