import type { Input } from './world.ts'

/** Standard input of the process. Nothing is opened before something is asked of it. */
export const standardInput: Input = {
  get isTerminal() {
    return process.stdin.isTTY === true
  },
  read: ({ onBytes, onEnd }) => {
    const { stdin } = process
    let isStopped = false
    const onData = (bytes: Buffer) => {
      stdin.pause()
      void onBytes(bytes).then(() => {
        if (!isStopped) stdin.resume()
      })
    }
    stdin.on('data', onData).on('end', onEnd)
    return () => {
      isStopped = true
      stdin.off('data', onData).off('end', onEnd).pause()
      // A pipe that nobody writes to must not keep the process. Files have no such method.
      if ('unref' in stdin) stdin.unref()
    }
  },
  takeKeys: () => {
    process.stdin.setRawMode(true)
    return () => process.stdin.setRawMode(false)
  },
}
