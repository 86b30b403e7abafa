/** With which container the whole project ends, if with any. */
export type Cascade =
  | { readonly kind: 'none' }
  /** With the first that exits; the exit code is that of `of`, where it is said, else that of the first. */
  | { readonly kind: 'exit'; readonly of?: string }
  /** With the first that fails. */
  | { readonly kind: 'failure' }

/** Watches containers exit, calls `end` when the project is to end, and tells the exit code of it all. */
export function createCascade(
  cascade: Cascade,
  end: () => void,
): { readonly onExit: (service: string, exitCode: number) => void; readonly exitCode: () => number } {
  let isEnding = false
  let code: number | undefined
  const counts = (service: string) => cascade.kind !== 'exit' || [undefined, service].includes(cascade.of)
  return {
    onExit: (service, exitCode) => {
      const isTrigger = cascade.kind === 'exit' || (cascade.kind === 'failure' && exitCode !== 0)
      if (code === undefined && counts(service) && (isTrigger || isEnding)) code = exitCode
      if (!isTrigger || isEnding) return
      isEnding = true
      end()
    },
    exitCode: () => code ?? 0,
  }
}
