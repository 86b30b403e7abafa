import { connectTestEngine, ensureBusybox } from '@berth/testkit/engine'
import { describeEngine } from '@berth/testkit/engine-contract'

describeEngine('the Docker Engine through dockerode', async () => {
  const engine = await connectTestEngine()
  return { engine, image: await ensureBusybox(engine), close: () => engine.close() }
})
