/** Before each message of gRPC: whether it is compressed, and its length. */
const headerBytes = 5

/** A message as gRPC sends it. */
export function frame(message: Uint8Array): Buffer {
  const header = Buffer.alloc(headerBytes)
  header.writeUInt32BE(message.length, 1)
  return Buffer.concat([header, message])
}

/** The messages in a stream of bytes, however it is cut into chunks. */
export async function* readFrames(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let pending: Buffer[] = []
  let size = 0
  let needed = headerBytes
  for await (const chunk of chunks) {
    pending.push(chunk)
    size += chunk.length
    if (size < needed) continue
    let bytes = Buffer.concat(pending)
    for (needed = neededFor(bytes); bytes.length >= needed; needed = neededFor(bytes)) {
      yield bytes.subarray(headerBytes, needed)
      bytes = bytes.subarray(needed)
    }
    pending = [bytes]
    size = bytes.length
  }
}

const neededFor = (bytes: Buffer) => headerBytes + (bytes.length < headerBytes ? 0 : bytes.readUInt32BE(1))
