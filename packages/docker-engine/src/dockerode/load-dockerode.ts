import { createRequire } from 'node:module'
import type Docker from 'dockerode'

type DockerConstructor = typeof Docker

let loaded: DockerConstructor | undefined

/**
 * Loads dockerode without what only some of its calls need: gRPC and protobuf (its own BuildKit session
 * and log decoder), ssh2, and tar. They are half of its load time, and a command line tool pays that on
 * every run. Each is loaded when something calls it after all.
 */
export function loadDockerode(): DockerConstructor {
  if (loaded) return loaded
  const require = createRequire(import.meta.url)
  const fromDockerode = createRequire(require.resolve('dockerode'))
  const fromModem = createRequire(fromDockerode.resolve('docker-modem'))
  const deferred = [
    defer(fromDockerode, './session'),
    defer(fromDockerode, './buildkit'),
    defer(fromDockerode, 'tar-fs'),
    defer(fromModem, './ssh'),
  ]
  try {
    loaded = require('dockerode') as DockerConstructor
    return loaded
  } finally {
    // Others who require the same modules get the real ones.
    for (const restore of deferred) restore()
  }
}

/** Puts a stand-in in Node's module cache that loads the real module when it is first used. */
function defer(require: NodeJS.Require, name: string): () => void {
  const file = require.resolve(name)
  if (require.cache[file]) return () => {}
  const real = () => require(file)
  const standIn = new Proxy(() => {}, {
    apply: (_target, self, args) => Reflect.apply(real(), self, args),
    get: (_target, key) => real()[key],
  })
  // Node reads only `exports` and `loaded` of a cached module.
  require.cache[file] = { id: file, filename: file, loaded: true, exports: standIn } as unknown as NodeModule
  return () => delete require.cache[file]
}
