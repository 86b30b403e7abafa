import { type ShallowRef, shallowRef } from 'vue'

/** Something that is tried on behalf of somebody: whether it is under way, and why it failed. */
export interface Attempt {
  readonly isBusy: ShallowRef<boolean>
  readonly error: ShallowRef<unknown>
  /** What the work fails with becomes the error; the one before is forgotten. */
  readonly attempt: (work: () => Promise<unknown>) => Promise<void>
}

export function useAttempt(): Attempt {
  const isBusy = shallowRef(false)
  const error = shallowRef<unknown>()
  const attempt = async (work: () => Promise<unknown>) => {
    isBusy.value = true
    error.value = undefined
    try {
      await work()
    } catch (reason) {
      error.value = reason
    } finally {
      isBusy.value = false
    }
  }
  return { isBusy, error, attempt }
}
