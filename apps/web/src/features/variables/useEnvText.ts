import { computed, onScopeDispose, shallowRef } from 'vue'
import { isApiError } from '../../api/problem.ts'
import {
  afterEdit,
  afterRead,
  afterSave,
  changedPaths,
  type FileBuffers,
  resolveConflict,
} from '../projects/files/file-buffers.ts'
import type { VariableLevel, VariableList } from './variable-level.ts'

const path = '.env'

/** The variables of a level as text, with what was typed; what somebody else wrote is put beside it. */
export function useEnvText(level: VariableLevel, onSaved: (list: VariableList) => void) {
  const buffers = shallowRef<FileBuffers>({})
  const error = shallowRef<unknown>()
  const isSaving = shallowRef(false)
  let etag = '*'
  let isGone = false
  onScopeDispose(() => {
    isGone = true
  })

  const attempt = async (action: () => Promise<void>) => {
    try {
      await action()
      error.value = undefined
    } catch (reason) {
      error.value = reason
    }
  }
  const read = async () => {
    const found = await level.readText()
    if (isGone) return
    etag = found.etag
    buffers.value = afterRead(buffers.value, { path, content: found.text, encoding: 'utf8' })
  }
  const write = async (text: string) => {
    const list = await level.writeText(text, etag)
    etag = list.etag
    buffers.value = afterSave(buffers.value, path, text)
    onSaved(list)
  }
  const save = async () => {
    const text = buffers.value[path]?.text
    if (text === undefined || isSaving.value) return
    isSaving.value = true
    await attempt(async () => {
      try {
        await write(text)
      } catch (reason) {
        if (!isApiError(reason, 'FILES_CHANGED')) throw reason
        await read()
        // Only secrets changed, which are not in the text: it can be written as it is.
        if (buffers.value[path]?.theirs === undefined) await write(text)
      }
    })
    isSaving.value = false
  }

  return {
    buffer: computed(() => buffers.value[path]),
    changed: computed(() => changedPaths(buffers.value)),
    error,
    isSaving,
    read: () => attempt(read),
    save,
    edit: (text: string) => {
      buffers.value = afterEdit(buffers.value, path, text)
    },
    resolve: (keep: 'mine' | 'theirs') => {
      buffers.value = resolveConflict(buffers.value, path, keep)
    },
  }
}
