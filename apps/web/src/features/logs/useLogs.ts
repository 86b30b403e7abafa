import { type MaybeRefOrGetter, onScopeDispose, reactive, shallowRef, watch } from 'vue'
import { addLines, createLogBuffer, type LogLine, matcher } from './log-buffer.ts'
import { useLogStream } from './useLogStream.ts'

const capacity = 100_000
const drawEveryMs = 80

/**
 * The combined logs of a project, filtered; the page is told at most twelve times a
 * second, because drawing costs more than receiving. With `only`, other
 * services begin hidden.
 */
export function useLogs(project: MaybeRefOrGetter<string>, only?: string) {
  const buffer = createLogBuffer()
  const visible = shallowRef<LogLine[]>([])
  const total = shallowRef(0)
  const services = shallowRef<readonly string[]>([])
  const filter = reactive({ text: '', hidden: new Set<string>() })
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

  const { status } = useLogStream(project, (batch) => {
    for (const line of addLines(buffer, batch, capacity)) pending.push(line)
    timer ??= setTimeout(show, drawEveryMs)
  })
  onScopeDispose(() => clearTimeout(timer))

  watch(filter, () => {
    isShown = matcher(filter)
    pending = []
    visible.value = buffer.lines.filter(isShown)
  })

  const toggleService = (service: string) => {
    if (!filter.hidden.delete(service)) filter.hidden.add(service)
  }
  const clear = () => {
    buffer.lines.length = 0
    pending = []
    visible.value = []
    total.value = 0
  }

  return { visible, total, services, filter, status, toggleService, clear }
}
