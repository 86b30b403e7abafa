import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { connectTestEngine, ensureBusybox } from '@berth/testkit/engine'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import type { BuildEvent, BuildImage, BuildOptions } from '../../../engine.ts'
import type { ImageInspect } from '../../../shown.ts'
import type { ConnectedEngine } from '../../connect-engine.ts'

/** What one build of a test came to. */
export interface TestBuild {
  readonly id: string
  readonly events: readonly BuildEvent[]
  /** The lines that its steps printed. */
  readonly output: readonly string[]
  readonly image: ImageInspect
}

/** An Engine, and a folder for each test to build from. */
export interface TestBuilds {
  /** The name that builds give their images. */
  readonly tag: string
  readonly engine: () => ConnectedEngine
  /** A path in the folder of the test. */
  readonly at: (file: string) => string
  readonly write: (files: Readonly<Record<string, string>>) => Promise<void>
  /** Builds `context` in that folder, without the cache. */
  readonly build: (request?: Partial<BuildImage>, options?: BuildOptions) => Promise<TestBuild>
  /** Removes an image when the test is over. */
  readonly forget: (id: string) => void
}

/** Sets up what the tests of one file need, and removes it after each. */
export function testBuilds(name: string): TestBuilds {
  let engine: ConnectedEngine
  let folder = ''
  const built = new Set<string>()
  const tag = `berth-${name}-test-${process.pid}:1`

  beforeAll(async () => {
    engine = await connectTestEngine()
    await ensureBusybox(engine)
  })
  afterAll(() => engine.close())
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'berth-build-'))
  })
  afterEach(async () => {
    await rm(folder, { recursive: true })
    // By id: the next build of the same test has taken the name.
    for (const id of built) await engine.removeImage(id, { force: true })
    built.clear()
  })

  const at = (file: string) => path.join(folder, file)
  return {
    tag,
    engine: () => engine,
    at,
    write: async (files) => {
      for (const [file, text] of Object.entries(files)) {
        await mkdir(path.dirname(at(file)), { recursive: true })
        await writeFile(at(file), text)
      }
    },
    build: async (request = {}, options = {}) => {
      const events: BuildEvent[] = []
      const { id } = await engine.buildImage(
        { context: at('context'), tags: [tag], noCache: true, ...request },
        { ...options, onEvent: (event) => events.push(event) },
      )
      built.add(id)
      const output = events.flatMap((event) => (event.kind === 'output' ? [event.text] : []))
      return { id, events, output, image: await engine.inspectImage(id) }
    },
    forget: (id) => built.add(id),
  }
}
