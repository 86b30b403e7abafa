import { projects as contract } from '@berth/contract'
import { computed, shallowRef } from 'vue'
import { useRouter } from 'vue-router'
import { call } from '../../../api/call.ts'
import { useProjects } from '../useProjects.ts'
import { type Collected, collectChosen, collectDropped } from './collect-files.ts'
import {
  blankDraft,
  checkFiles,
  checkName,
  editFile,
  nameOf,
  type ProjectDraft,
  toFileInputs,
} from './project-draft.ts'

/** A project being put together in this page, and its registration. */
export function useNewProject() {
  const router = useRouter()
  const { projects } = useProjects()
  const draft = shallowRef<ProjectDraft>(blankDraft)
  const leftOut = shallowRef(0)
  const isBusy = shallowRef(false)
  const error = shallowRef<unknown>()

  const name = computed({
    get: () => nameOf(draft.value),
    set: (typed: string) => {
      draft.value = { ...draft.value, typedName: typed }
    },
  })
  const taken = computed(() => projects.value?.map((project) => project.name) ?? [])
  const nameFault = computed(() => checkName(name.value, taken.value))
  const filesFault = computed(() => checkFiles(draft.value.files))

  const take = async (collecting: Promise<Collected>) => {
    error.value = undefined
    try {
      const { files, folder, leftOut: count } = await collecting
      if (files.length === 0) return
      leftOut.value = count
      draft.value = { ...draft.value, files, folder }
    } catch (reason) {
      error.value = reason
    }
  }

  const create = async () => {
    isBusy.value = true
    error.value = undefined
    try {
      const body = { name: name.value, files: toFileInputs(draft.value.files) }
      await call(contract.createProject, { body })
      await router.push({ name: 'project', params: { project: body.name } })
    } catch (reason) {
      error.value = reason
    } finally {
      isBusy.value = false
    }
  }

  return {
    draft,
    leftOut,
    name,
    nameFault,
    filesFault,
    isBusy,
    error,
    create,
    edit: (path: string, content: string) => {
      draft.value = editFile(draft.value, path, content)
    },
    choose: (list: Iterable<File>) => take(collectChosen(list)),
    drop: (items: Iterable<DataTransferItem>) => take(collectDropped(items)),
    useExample: async () => {
      const { votingExample } = await import('./voting-example.ts')
      leftOut.value = 0
      draft.value = { files: votingExample(), folder: 'voting', typedName: undefined }
    },
    startOver: () => {
      leftOut.value = 0
      draft.value = blankDraft
    },
  }
}
