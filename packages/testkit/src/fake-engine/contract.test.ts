import { contractExec, contractProgram, describeEngine } from '../engine-contract/engine-contract.ts'
import { createFakeEngine } from './fake-engine.ts'

describeEngine('the fake Engine', async () => {
  const image = 'busybox'
  const engine = createFakeEngine({
    images: [{ reference: image }],
    program: contractProgram,
    exec: contractExec,
  })
  return { engine, image }
})
