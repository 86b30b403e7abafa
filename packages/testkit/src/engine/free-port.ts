import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'

/** A TCP port that nobody on this machine listened on a moment ago, on any address. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '0.0.0.0')
  await once(server, 'listening')
  // Listening on TCP, so the address is no pipe name.
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
