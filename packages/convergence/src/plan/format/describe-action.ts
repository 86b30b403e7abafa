import type { Action, ActionKind } from '../action.ts'

/** One action in words: `stop container shop-web-1`. */
export function describeAction(action: Action): string {
  const condition = action.onlyIfImageChanged === undefined ? '' : ', if the image changed'
  // Safe: the describer is looked up by the kind of the very action it gets.
  return `${(describers[action.kind] as (own: Action) => string)(action)}${condition}`
}

const describers: { [K in ActionKind]: (action: Action<K>) => string } = {
  'pull-image': ({ image }) => `pull image ${image}`,
  'push-image': ({ image }) => `push image ${image}`,
  'remove-image': ({ image }) => `remove image ${image}`,
  'restore-image': ({ image }) => `restore image ${image}`,
  'build-image': ({ image }) => `build image ${image}`,
  'create-network': ({ body }) => `create network ${body.Name}`,
  'remove-network': ({ name }) => `remove network ${name}`,
  'connect-network': ({ network, name }) => `connect container ${name} to network ${network}`,
  'create-volume': ({ body }) => `create volume ${body.Name}`,
  'remove-volume': ({ volume }) => `remove volume ${volume}`,
  'create-container': ({ name }) => `create container ${name}`,
  'copy-files': ({ name, files }) =>
    `copy ${files.map(({ path }) => path).join(', ')} into container ${name}`,
  'start-container': ({ name }) => `start container ${name}`,
  'run-hook': ({ name, event, index }) => `run ${event}[${index}] in container ${name}`,
  'wait-container': ({ name, until }) => `wait until ${name} ${untilWords[until]}`,
  'stop-container': ({ name }) => `stop container ${name}`,
  'restart-container': ({ name }) => `restart container ${name}`,
  'pause-container': ({ name }) => `pause container ${name}`,
  'unpause-container': ({ name }) => `unpause container ${name}`,
  'kill-container': ({ name, signal }) => `send ${signal} to container ${name}`,
  'remove-container': ({ name, force = false }) => `remove container ${name}${force ? ' by force' : ''}`,
  'rename-container': ({ from, to }) => `rename container ${from} to ${to}`,
}

const untilWords: Readonly<Record<Action<'wait-container'>['until'], string>> = {
  healthy: 'is healthy',
  completed: 'has completed',
  up: 'is up',
}
