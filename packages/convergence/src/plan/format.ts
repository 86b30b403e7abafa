import type { Action, ActionKind } from './action.ts'
import type { Plan, ServiceChange } from './plan.ts'

/** Whether applying it would do nothing. */
export function isEmptyPlan(plan: Plan): boolean {
  return plan.actions.length === 0
}

/**
 * The plan as `berth plan` prints it: what stands in the way, one line per service with its reasons, the
 * actions in order with their causes, and what else a person should know. Ends with a line feed. Values
 * of environment variables are never in it.
 */
export function formatPlan(plan: Plan): string {
  const sections = [
    [headline(plan)],
    plan.problems.flatMap(({ message, fix }) => [`problem: ${message}`, `         ${fix}`]),
    serviceLines(plan.services),
    actionLines(plan.actions),
    plan.notices.map((notice) => `note: ${notice}`),
  ]
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

function headline({ project, kind, actions, services, problems }: Plan): string {
  if (problems.length > 0) return `${project}: cannot be applied`
  if (actions.length === 0) {
    return `${project}: nothing to do${kind === 'up' ? ', everything is up to date' : ''}`
  }
  const changing = services.filter(({ change }) => change !== 'none').length
  const destroyed = actions.flatMap(({ destroys }) => destroys ?? [])
  const loss = destroyed.length === 0 ? '' : `; destroys ${destroyed.join(', ')}`
  return `${project}: ${count(changing, 'service')} to change, ${count(actions.length, 'action')}${loss}`
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`

function serviceLines(services: readonly ServiceChange[]): string[] {
  const width = Math.max(0, ...services.map(({ service }) => service.length))
  return services.map(({ service, change, reasons }) =>
    `  ${service.padEnd(width)}  ${words[change].padEnd(9)}  ${reasons.join(', ')}`.trimEnd(),
  )
}

const words: Readonly<Record<ServiceChange['change'], string>> = {
  create: 'create',
  recreate: 'recreate',
  scale: 'scale',
  start: 'start',
  remove: 'remove',
  none: 'no change',
}

/** A cause is said once for the actions of a group that share it. */
function actionLines(actions: readonly Action[]): string[] {
  const numbers = new Map(actions.map(({ id }, index) => [id, index + 1]))
  const width = String(actions.length).length
  const told = new Set<string>()
  return actions.map((action, index) => {
    const key = `${action.group}: ${action.cause}`
    const why = [told.has(key) ? '' : action.cause, action.destroys ? `destroys ${action.destroys}` : '']
    told.add(key)
    const words = why.filter((part) => part !== '').join(', ')
    const number = String(index + 1).padStart(width)
    const text = `  ${number}. ${describeAction(action)}${words === '' ? '' : `  (${words})`}`
    return `${text}${afterText(action, numbers)}`
  })
}

function afterText({ after, afterEnd = [] }: Action, numbers: ReadonlyMap<string, number>): string {
  const waited = [...after, ...afterEnd].map((id) => numbers.get(id) ?? 0).sort((a, b) => a - b)
  return waited.length === 0 ? '' : `  after ${waited.join(', ')}`
}

/** One action in words: `stop container shop-web-1`. */
export function describeAction(action: Action): string {
  const condition = action.onlyIfImageChanged === undefined ? '' : ', if the image changed'
  // Safe: the describer is looked up by the kind of the very action it gets.
  return `${(describers[action.kind] as (own: Action) => string)(action)}${condition}`
}

const describers: { [K in ActionKind]: (action: Action<K>) => string } = {
  'pull-image': ({ image }) => `pull image ${image}`,
  'restore-image': ({ image }) => `restore image ${image}`,
  'build-image': ({ image }) => `build image ${image}`,
  'create-network': ({ body }) => `create network ${body.Name}`,
  'remove-network': ({ name }) => `remove network ${name}`,
  'connect-network': ({ network, name }) => `connect container ${name} to network ${network}`,
  'create-volume': ({ body }) => `create volume ${body.Name}`,
  'remove-volume': ({ volume }) => `remove volume ${volume}`,
  'create-container': ({ name }) => `create container ${name}`,
  'start-container': ({ name }) => `start container ${name}`,
  'wait-container': ({ name, until }) => `wait until ${name} ${untilWords[until]}`,
  'stop-container': ({ name }) => `stop container ${name}`,
  'restart-container': ({ name }) => `restart container ${name}`,
  'pause-container': ({ name }) => `pause container ${name}`,
  'unpause-container': ({ name }) => `unpause container ${name}`,
  'kill-container': ({ name, signal }) => `send ${signal} to container ${name}`,
  'remove-container': ({ name }) => `remove container ${name}`,
  'rename-container': ({ from, to }) => `rename container ${from} to ${to}`,
}

const untilWords: Readonly<Record<Action<'wait-container'>['until'], string>> = {
  healthy: 'is healthy',
  completed: 'has completed',
  up: 'is up',
}
