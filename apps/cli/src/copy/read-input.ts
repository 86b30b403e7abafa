import type { Input } from '../world.ts'

/** What is piped into the command, a piece at a time: the next is taken when the one before has been. */
export async function* readInput(input: Input): AsyncGenerator<Uint8Array> {
  let give: (piece: Uint8Array | undefined) => void = () => {}
  let next = new Promise<Uint8Array | undefined>((resolve) => {
    give = resolve
  })
  let taken = () => {}
  const stop = input.read({
    onBytes: (bytes) =>
      new Promise((resolve) => {
        taken = resolve
        give(bytes)
      }),
    onEnd: () => give(undefined),
  })
  try {
    for (let piece = await next; piece !== undefined; piece = await next) {
      yield piece
      next = new Promise((resolve) => {
        give = resolve
      })
      taken()
    }
  } finally {
    stop()
  }
}
