import { projects as contract, type ProjectDetail } from '@berth/contract'
import { computed, type MaybeRefOrGetter, shallowRef, toValue, watch } from 'vue'
import { call } from '../../../api/call.ts'
import { isApiError } from '../../../api/problem.ts'
import { useProject } from '../useProject.ts'
import {
  afterDelete,
  afterEdit,
  afterRead,
  afterSave,
  changedPaths,
  type FileBuffers,
  resolveConflict,
} from './file-buffers.ts'

/** The open files of a project, with what was typed; follows changes that others make. */
export function useFiles(project: MaybeRefOrGetter<ProjectDetail>) {
  const { show } = useProject(() => toValue(project).name)
  const buffers = shallowRef<FileBuffers>({})
  const error = shallowRef<unknown>()
  const isSaving = shallowRef(false)
  const changed = computed(() => changedPaths(buffers.value))
  /** Which version of the files the buffers were read from. */
  let readEtag = toValue(project).filesEtag
  const at = (path: string) => ({ project: toValue(project).name, '*': path })

  const attempt = async (action: () => Promise<unknown>): Promise<boolean> => {
    try {
      await action()
      error.value = undefined
      return true
    } catch (reason) {
      error.value = reason
      return false
    }
  }

  const read = async (path: string) => {
    buffers.value = afterRead(buffers.value, await call(contract.readFile, { params: at(path) }))
  }
  const open = (path: string) => (path in buffers.value ? true : attempt(() => read(path)))

  const readAllAgain = async () => {
    const { files, filesEtag } = toValue(project)
    for (const path of Object.keys(buffers.value).filter((each) => files.includes(each))) await read(path)
    readEtag = filesEtag
  }
  watch(
    () => toValue(project).filesEtag,
    (etag) => {
      if (etag !== readEtag && !isSaving.value) return attempt(readAllAgain)
    },
  )

  /** Takes a change that the server made for us; every other buffer is as current as before. */
  const accept = (detail: ProjectDetail) => {
    readEtag = detail.filesEtag
    show(detail)
  }
  const put = async (path: string, body: { content: string; encoding?: 'utf8' | 'base64' }) => {
    const headers = { 'if-match': readEtag }
    accept(await call(contract.writeFile, { params: at(path), body }, { headers }))
  }

  /** When somebody else was faster, reads what they did; only a real conflict is left to the person. */
  const putAgain = async (path: string, content: string) => {
    const detail = await call(contract.readProject, { params: { project: toValue(project).name } })
    if (detail.files.includes(path)) await read(path)
    readEtag = detail.filesEtag
    show(detail)
    if (buffers.value[path]?.theirs === undefined) await put(path, { content })
    else throw new Error(`Somebody else saved ${path} after you opened it. Nothing of yours is lost.`)
  }

  const save = async (path: string): Promise<boolean> => {
    const text = buffers.value[path]?.text
    if (text === undefined || isSaving.value) return false
    isSaving.value = true
    const isDone = await attempt(async () => {
      try {
        await put(path, { content: text })
      } catch (reason) {
        if (!isApiError(reason, 'FILES_CHANGED')) throw reason
        await putAgain(path, text)
      }
      buffers.value = afterSave(buffers.value, path, text)
    })
    isSaving.value = false
    return isDone
  }

  return {
    buffers,
    changed,
    error,
    isSaving,
    open,
    save,
    edit: (path: string, text: string) => {
      buffers.value = afterEdit(buffers.value, path, text)
    },
    resolve: (path: string, keep: 'mine' | 'theirs') => {
      buffers.value = resolveConflict(buffers.value, path, keep)
      error.value = undefined
    },
    /** Writes a file that was not there, or replaces one by an upload. */
    write: (path: string, body: { content: string; encoding: 'utf8' | 'base64' }) =>
      attempt(async () => {
        await put(path, body)
        buffers.value = afterRead(afterDelete(buffers.value, path), { path, ...body })
      }),
    remove: (path: string) =>
      attempt(async () => {
        const headers = { 'if-match': readEtag }
        accept(await call(contract.deleteFile, { params: at(path) }, { headers }))
        buffers.value = afterDelete(buffers.value, path)
      }),
  }
}
