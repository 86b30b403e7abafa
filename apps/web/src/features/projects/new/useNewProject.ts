import { computed, shallowRef } from 'vue'
import { type Collected, collectChosen, collectDropped } from './collect-files.ts'
import { blankDraft, checkFiles, editFile, nameOf, type ProjectDraft, toFileInputs } from './project-draft.ts'
import { useProjectName } from './useProjectName.ts'
import { useRegistration } from './useRegistration.ts'

/** A project being put together in this page, and its registration. */
export function useNewProject() {
  const { isBusy, error, create } = useRegistration()
  const draft = shallowRef<ProjectDraft>(blankDraft)
  const leftOut = shallowRef(0)
  const { name, fault: nameFault, suggest } = useProjectName(() => nameOf(draft.value))
  const filesFault = computed(() => checkFiles(draft.value.files))

  const take = async (collecting: Promise<Collected>) => {
    error.value = undefined
    try {
      const { files, folder, leftOut: count } = await collecting
      if (files.length === 0) return
      leftOut.value = count
      draft.value = { files, folder }
    } catch (reason) {
      error.value = reason
    }
  }

  const startWith = (next: ProjectDraft) => {
    leftOut.value = 0
    suggest()
    draft.value = next
  }

  return {
    draft,
    leftOut,
    name,
    nameFault,
    filesFault,
    isBusy,
    error,
    create: () => create({ name: name.value, files: toFileInputs(draft.value.files) }),
    edit: (path: string, content: string) => {
      draft.value = editFile(draft.value, path, content)
    },
    choose: (list: Iterable<File>) => take(collectChosen(list)),
    drop: (items: Iterable<DataTransferItem>) => take(collectDropped(items)),
    useExample: async () => {
      const { votingExample } = await import('./voting-example.ts')
      startWith({ files: votingExample(), folder: 'voting' })
    },
    startOver: () => startWith(blankDraft),
  }
}
