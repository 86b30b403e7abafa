import { StringDecoder } from 'node:string_decoder'
import type { BuildEvent } from '../../engine.ts'
import type { BuildStatus, Timestamp, Vertex } from './rpc/control-messages.ts'

/** What is known of a step that failed. */
export interface FailedStep {
  readonly name: string
  /** The end of its output. */
  readonly output: string
}

/** Follows the status messages of one build. */
export interface BuildProgress {
  /** Turns one message into events: each step once per state, output by whole lines. */
  add(status: BuildStatus): BuildEvent[]
  /** The first step that failed of itself, not because another one did. */
  failedStep(): FailedStep | undefined
}

/** Lines of output kept for the message of a failure. */
const keptLines = 30

interface Step {
  name: string
  state: 'waiting' | 'running' | 'done' | 'cached' | 'failed'
  error: string
  rest: string
  readonly tail: string[]
  readonly decoder: StringDecoder
}

/** Starts to follow a build. Pure apart from what it remembers. */
export function followBuild(): BuildProgress {
  const steps = new Map<string, Step>()
  const stepOf = (id: string) => {
    const step = steps.get(id) ?? newStep()
    steps.set(id, step)
    return step
  }
  return {
    add: ({ vertexes, logs, warnings }) => [
      // Output first: a step's last lines come in the same message as its end.
      ...logs.flatMap(({ vertex, msg }) => outputOf(stepOf(vertex), vertex, msg)),
      ...vertexes.flatMap((vertex) => changeOf(stepOf(vertex.digest), vertex)),
      ...warnings.map(
        ({ short }): BuildEvent => ({ kind: 'warning', text: Buffer.from(short).toString('utf8') }),
      ),
    ],
    failedStep() {
      const failed = [...steps.values()].find(
        ({ state, error }) => state === 'failed' && !/context canceled/.test(error),
      )
      return failed && { name: failed.name, output: [...failed.tail, failed.rest].join('\n').trimEnd() }
    },
  }
}

const newStep = (): Step => ({
  name: '',
  state: 'waiting',
  error: '',
  rest: '',
  tail: [],
  decoder: new StringDecoder('utf8'),
})

function outputOf(step: Step, id: string, bytes: Uint8Array): BuildEvent[] {
  const lines = (step.rest + step.decoder.write(Buffer.from(bytes))).split('\n')
  step.rest = lines.pop() ?? ''
  return lines.map((line) => toOutput(step, id, line))
}

function toOutput(step: Step, id: string, line: string): BuildEvent {
  const text = line.replace(/\r$/, '')
  step.tail.push(text)
  if (step.tail.length > keptLines) step.tail.shift()
  return { kind: 'output', id, text }
}

function changeOf(step: Step, vertex: Vertex): BuildEvent[] {
  const state = stateOf(vertex)
  step.name = vertex.name
  step.error = vertex.error
  if (state === 'waiting' || state === step.state) return []
  step.state = state
  const unfinished = state !== 'running' && step.rest ? [toOutput(step, vertex.digest, step.rest)] : []
  if (unfinished.length > 0) step.rest = ''
  const { started, completed, error } = vertex
  return [
    ...unfinished,
    {
      kind: 'step',
      id: vertex.digest,
      name: vertex.name,
      state,
      ...(started && completed && { durationMs: Math.round(msOf(completed) - msOf(started)) }),
      ...(error && { error }),
    },
  ]
}

// BuildKit may say that a step is cached before it says that the step is complete.
function stateOf({ started, completed, cached, error }: Vertex): Step['state'] {
  if (!started) return 'waiting'
  if (error) return 'failed'
  if (!completed) return 'running'
  return cached ? 'cached' : 'done'
}

const msOf = ({ seconds, nanos }: Timestamp) => seconds * 1000 + nanos / 1e6
