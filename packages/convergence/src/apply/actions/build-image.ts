import type { BuildEvent } from '@berth/docker-engine'
import type { Execute, ExecuteContext } from './execute-context.ts'

/** Builds an image and streams its steps and output. Aborting ends the build. */
export const buildImage: Execute<'build-image'> = async ({ build }, context) => {
  const { id } = await context.engine.buildImage(build, {
    signal: context.signal,
    onEvent: (event) => tell(event, context),
  })
  return { outcome: 'done', produced: id }
}

function tell(event: BuildEvent, { onProgress, onStep, onOutput }: ExecuteContext): void {
  if (event.kind !== 'step') {
    onOutput(event.kind === 'warning' ? `warning: ${event.text}` : event.text)
    return
  }
  const { kind: _kind, ...step } = event
  onStep(step)
  onProgress({ text: `${step.name} ${step.error ?? step.state}` })
}
