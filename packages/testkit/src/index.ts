export { createFakeEngine, type FakeEngine } from './fake-engine/fake-engine.ts'
export type {
  FakeBuild,
  FakeEngineOptions,
  FakeExec,
  FakeExecRequest,
  ImageSeed,
  Program,
  StartedContainer,
} from './fake-engine/options.ts'
export type { MutatingCall, MutatingMethod } from './fake-engine/recorder.ts'
