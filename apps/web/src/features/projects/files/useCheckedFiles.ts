import { projects as contract, type ProjectDetail } from '@berth/contract'
import { computed, type MaybeRefOrGetter, type Ref, shallowRef, toValue, watch } from 'vue'
import { call } from '../../../api/call.ts'
import { isApiError } from '../../../api/problem.ts'
import type { FileBuffers } from './file-buffers.ts'

/** Other files do not change what the loader says. */
const isRead = (path: string) => /\.(ya?ml|env)$|(^|\/)\.?env(\.[^/]+)?$/i.test(path)

/** The files that the loader looks at: as saved, and where they are open as they stand in the editor. */
export function useCheckedFiles(project: MaybeRefOrGetter<ProjectDetail>, buffers: Ref<FileBuffers>) {
  const saved = shallowRef<Readonly<Record<string, string>>>({})

  watch(
    () => toValue(project).filesEtag,
    async (_etag, _before, onCleanup) => {
      const abort = new AbortController()
      onCleanup(() => abort.abort())
      const { name, files } = toValue(project)
      const texts: Record<string, string> = {}
      for (const path of files.filter(isRead)) {
        const text = await readText(name, path, abort.signal)
        if (abort.signal.aborted) return
        if (text !== undefined) texts[path] = text
      }
      saved.value = texts
    },
    { immediate: true },
  )

  return computed(() => {
    const open = Object.values(buffers.value).filter(({ encoding }) => encoding === 'utf8')
    return { ...saved.value, ...Object.fromEntries(open.map(({ path, text }) => [path, text])) }
  })
}

/** Undefined for a file that is not text or has just been deleted. */
async function readText(project: string, path: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const params = { project, '*': path }
    const { content, encoding } = await call(contract.readFile, { params }, { signal })
    return encoding === 'utf8' ? content : undefined
  } catch (reason) {
    if (signal.aborted || isApiError(reason, 'FILE_NOT_FOUND')) return undefined
    throw reason
  }
}
