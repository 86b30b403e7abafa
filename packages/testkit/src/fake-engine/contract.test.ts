import { contractProgram, describeEngine } from '../engine-contract/engine-contract.ts'
import { createFakeEngine } from './fake-engine.ts'

describeEngine('the fake Engine', async () => {
  const image = 'busybox'
  return { engine: createFakeEngine({ images: [{ reference: image }], program: contractProgram }), image }
})
