import type { TestServer } from './start-server.ts'

/** Holds the next start of a container until the test lets it go on. */
export function holdStart({ appEngine }: TestServer) {
  const began = Promise.withResolvers<void>()
  const goOn = Promise.withResolvers<void>()
  const { startContainer } = appEngine
  Object.assign(appEngine, {
    startContainer: async (...args: Parameters<typeof startContainer>) => {
      began.resolve()
      await goOn.promise
      return startContainer(...args)
    },
  })
  return { began: began.promise, goOn: goOn.resolve }
}
