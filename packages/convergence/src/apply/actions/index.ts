import type { Action, ActionKind } from '../../plan/action.ts'
import { buildImage } from './build-image.ts'
import { connectNetwork } from './connect-network.ts'
import { copyFiles } from './copy-files.ts'
import { createContainer } from './create-container.ts'
import { createNetwork } from './create-network.ts'
import { createVolume } from './create-volume.ts'
import type { Effect, Execute, ExecuteContext } from './execute-context.ts'
import { killContainer } from './kill-container.ts'
import { pauseContainer } from './pause-container.ts'
import { pullImage } from './pull-image.ts'
import { pushImage } from './push-image.ts'
import { removeContainer } from './remove-container.ts'
import { removeImage } from './remove-image.ts'
import { removeNetwork } from './remove-network.ts'
import { removeVolume } from './remove-volume.ts'
import { renameContainer } from './rename-container.ts'
import { restartContainer } from './restart-container.ts'
import { restoreImage } from './restore-image.ts'
import { runHook } from './run-hook.ts'
import { startContainer } from './start-container.ts'
import { stopContainer } from './stop-container.ts'
import { unpauseContainer } from './unpause-container.ts'
import { waitContainer } from './wait-container.ts'

const executors: { [K in ActionKind]: Execute<K> } = {
  'pull-image': pullImage,
  'push-image': pushImage,
  'remove-image': removeImage,
  'restore-image': restoreImage,
  'build-image': buildImage,
  'create-network': createNetwork,
  'remove-network': removeNetwork,
  'connect-network': connectNetwork,
  'create-volume': createVolume,
  'remove-volume': removeVolume,
  'create-container': createContainer,
  'copy-files': copyFiles,
  'start-container': startContainer,
  'run-hook': runHook,
  'wait-container': waitContainer,
  'stop-container': stopContainer,
  'restart-container': restartContainer,
  'pause-container': pauseContainer,
  'unpause-container': unpauseContainer,
  'kill-container': killContainer,
  'remove-container': removeContainer,
  'rename-container': renameContainer,
}

/** Does what one action says. */
export function execute<K extends ActionKind>(action: Action<K>, context: ExecuteContext): Promise<Effect> {
  return executors[action.kind](action, context)
}
