import type { Action, ActionKind } from '@berth/convergence'

/** What progress says while an action runs and when it is done; `undefined` where it has nothing to add. */
export interface Words {
  readonly doing?: string
  readonly done?: string
}

type WordsFor = { readonly [K in ActionKind]: (action: Action<K>) => Words }

/** Docker Compose's words, for containers and resources that stand alone. */
const plainWords: WordsFor = {
  'pull-image': () => ({ doing: 'Pulling', done: 'Pulled' }),
  'push-image': () => ({ doing: 'Pushing', done: 'Pushed' }),
  'restore-image': () => ({ doing: 'Restoring', done: 'Restored' }),
  'remove-image': () => ({ doing: 'Removing', done: 'Removed' }),
  'build-image': () => ({ doing: 'Building', done: 'Built' }),
  'create-network': () => ({ doing: 'Creating', done: 'Created' }),
  'remove-network': () => ({ doing: 'Removing', done: 'Removed' }),
  'connect-network': () => ({ doing: 'Connecting', done: 'Connected' }),
  'create-volume': () => ({ doing: 'Creating', done: 'Created' }),
  'remove-volume': () => ({ doing: 'Removing', done: 'Removed' }),
  'create-container': () => ({ doing: 'Creating', done: 'Created' }),
  'copy-files': () => ({}),
  'start-container': () => ({ doing: 'Starting', done: 'Started' }),
  'run-hook': ({ event }) => ({ doing: hooks[event] }),
  'wait-container': ({ until }) => ({ doing: 'Waiting', done: waited[until] }),
  'stop-container': () => ({ doing: 'Stopping', done: 'Stopped' }),
  'restart-container': () => ({ doing: 'Restarting', done: 'Started' }),
  'pause-container': () => ({ done: 'Paused' }),
  'unpause-container': () => ({ done: 'Unpaused' }),
  'kill-container': () => ({ doing: 'Killing', done: 'Killed' }),
  'remove-container': () => ({ doing: 'Removing', done: 'Removed' }),
  'rename-container': () => ({}),
}

const hooks = { post_start: 'Running post_start hook', pre_stop: 'Running pre_stop hook' } as const

const waited = { healthy: 'Healthy', completed: 'Exited', up: 'Running' } as const

/** Where a container is replaced, the end of the old one is no news of its own. */
const replacingWords: Partial<WordsFor> = {
  'create-container': () => ({ doing: 'Recreate' }),
  'stop-container': () => ({}),
  'remove-container': () => ({}),
}

/** Pure. `replaces`: the action's group makes a new container and removes an old one. */
export function wordsOf<K extends ActionKind>(action: Action<K>, replaces: boolean): Words {
  const words: WordsFor = replaces ? { ...plainWords, ...replacingWords } : plainWords
  return words[action.kind](action)
}
