import { projects } from '@berth/contract'
import { computed, shallowRef } from 'vue'
import { upload } from '../../../api/call.ts'
import { type Archive, toArchive } from './archive-type.ts'
import { type Collected, collectChosen, collectDropped } from './collect-files.ts'
import { blankDraft, checkFiles, editFile, nameOf, type ProjectDraft, toFileInputs } from './project-draft.ts'
import { useProjectName } from './useProjectName.ts'
import { useRegistration } from './useRegistration.ts'

/** A project being put together in this page, and its registration. */
export function useNewProject() {
  const { isBusy, error, attempt, create } = useRegistration()
  const draft = shallowRef<ProjectDraft>(blankDraft)
  const leftOut = shallowRef(0)
  const { name, fault: nameFault, suggest } = useProjectName(() => nameOf(draft.value))
  /** Sent as it is, in place of the files of the draft. */
  const archive = shallowRef<Archive>()
  const filesFault = computed(() => (archive.value ? undefined : checkFiles(draft.value.files)))

  const take = async (collecting: Promise<Collected>) => {
    error.value = undefined
    try {
      const { files, folder, leftOut: count } = await collecting
      if (files.length === 0) return
      archive.value = undefined
      leftOut.value = count
      draft.value = { files, folder }
    } catch (reason) {
      error.value = reason
    }
  }

  /** One archive is a project of its own; among other files it is one of them. */
  const takeArchive = (files: readonly File[]): boolean => {
    const [file] = files
    const found = file && files.length === 1 ? toArchive(file) : undefined
    if (found === undefined) return false
    error.value = undefined
    leftOut.value = 0
    archive.value = found
    draft.value = { ...blankDraft, folder: found.baseName }
    return true
  }

  const startWith = (next: ProjectDraft) => {
    archive.value = undefined
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
    archive,
    create: () => {
      const { file } = archive.value ?? {}
      return file === undefined
        ? create({ name: name.value, files: toFileInputs(draft.value.files) })
        : attempt(() => upload(projects.replaceProject, { project: name.value }, file))
    },
    edit: (path: string, content: string) => {
      draft.value = editFile(draft.value, path, content)
    },
    choose: (list: readonly File[]) => (takeArchive(list) ? undefined : take(collectChosen(list))),
    drop: (items: readonly DataTransferItem[]) =>
      takeArchive(items.map((item) => item.getAsFile()).filter((file) => file !== null))
        ? undefined
        : take(collectDropped(items)),
    useExample: async () => {
      const { votingExample } = await import('./voting-example.ts')
      startWith({ files: votingExample(), folder: 'voting' })
    },
    startOver: () => startWith(blankDraft),
  }
}
