import { type MaybeRefOrGetter, onScopeDispose, reactive, shallowRef, toValue, watch } from 'vue'
import { addLines, createLogBuffer, type LogLine, matcher } from './log-buffer.ts'
import { type LogSource, logPath, useLogStream } from './useLogStream.ts'

const capacity = 100_000
const drawEveryMs = 80

/**
 * The combined logs of a project, filtered; the page is told at most twelve times a
 * second, because drawing costs more than receiving. With `only`, other
 * services begin hidden.
 */
export function useLogs(source: MaybeRefOrGetter<LogSource>, only?: string) {
  const buffer = createLogBuffer()
  const visible = shallowRef<LogLine[]>([])
  const total = shallowRef(0)
  const services = shallowRef<readonly string[]>([])
  const filter = reactive({ text: '', hidden: new Set<string>() })
  /** Nothing is drawn; what comes is kept, as far as the buffer goes. */
  const isPaused = shallowRef(false)
  const held = shallowRef(0)
  let pending: LogLine[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  let isShown = matcher(filter)

  const meet = (service: string) => {
    if (services.value.includes(service)) return
    services.value = [...services.value, service].toSorted()
    if (only !== undefined && service !== only) filter.hidden.add(service)
  }

  const show = () => {
    timer = undefined
    for (const { service } of pending) meet(service)
    const first = buffer.lines[0]?.id ?? 0
    const gone = visible.value.findIndex(({ id }) => id >= first)
    const kept = gone < 0 ? [] : visible.value.slice(gone)
    for (const line of pending) if (line.id >= first && isShown(line)) kept.push(line)
    visible.value = kept
    pending = []
    total.value = buffer.lines.length
  }

  const { status } = useLogStream(source, (batch) => {
    const lines = addLines(buffer, batch, capacity)
    if (isPaused.value) {
      held.value += lines.length
      return
    }
    for (const line of lines) pending.push(line)
    timer ??= setTimeout(show, drawEveryMs)
  })
  onScopeDispose(() => clearTimeout(timer))

  const showAll = () => {
    for (const service of new Set(buffer.lines.map((line) => line.service))) meet(service)
    isShown = matcher(filter)
    pending = []
    visible.value = buffer.lines.filter(isShown)
    total.value = buffer.lines.length
  }
  watch(filter, showAll)
  watch(isPaused, (paused) => {
    held.value = 0
    if (!paused) showAll()
  })

  const toggleService = (service: string) => {
    if (!filter.hidden.delete(service)) filter.hidden.add(service)
  }
  const clear = () => {
    buffer.lines.length = 0
    pending = []
    visible.value = []
    total.value = 0
    held.value = 0
  }
  // Lines of another question are none of this one.
  watch(() => logPath(toValue(source)), clear, { flush: 'sync' })

  return { visible, total, services, filter, status, isPaused, held, toggleService, clear }
}
