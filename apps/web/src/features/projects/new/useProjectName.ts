import { computed, type MaybeRefOrGetter, shallowRef, toValue } from 'vue'
import { useProjects } from '../useProjects.ts'
import { checkName } from './project-draft.ts'

/** The name of a project to be: what was typed, else what its source suggests. */
export function useProjectName(suggestion: MaybeRefOrGetter<string>) {
  const { projects } = useProjects()
  const typed = shallowRef<string>()
  const name = computed({
    get: () => typed.value ?? toValue(suggestion),
    set: (text: string) => {
      typed.value = text
    },
  })
  const taken = computed(() => projects.value?.map((project) => project.name) ?? [])
  const fault = computed(() => checkName(name.value, taken.value))
  const suggest = () => {
    typed.value = undefined
  }
  return {
    name,
    /** What keeps it from being used, in words. */
    fault,
    /** Forgets what was typed. */
    suggest,
  }
}
