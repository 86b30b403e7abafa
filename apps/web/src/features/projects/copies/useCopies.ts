import { computed, type MaybeRefOrGetter, toValue } from 'vue'
import { useProjects } from '../useProjects.ts'

/** The copies of a project, by name, live; undefined until they are known. */
export function useCopies(parent: MaybeRefOrGetter<string>) {
  const { projects, error } = useProjects()
  const copies = computed(() => projects.value?.filter((project) => project.parent === toValue(parent)))
  return { copies, error }
}
