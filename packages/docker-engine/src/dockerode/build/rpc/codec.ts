import protobuf from 'protobufjs'

/** Turns one kind of message into bytes and back; absent fields get their proto3 defaults. */
export interface Codec<Message> {
  encode(message: Partial<Message>): Buffer
  decode(bytes: Uint8Array): Message
}

/**
 * Reads definitions in proto3. The caller names the type of each message, which has to say what its
 * definition says; numbers of 64 bits become numbers.
 */
export function readDefinitions(definitions: string): <Message>(name: string) => Codec<Message> {
  const { root } = protobuf.parse(`syntax = "proto3";\n${definitions}`, { keepCase: true })
  return <Message>(name: string) => {
    const type = root.lookupType(name)
    return {
      encode: (message) => Buffer.from(type.encode(type.fromObject(message)).finish()),
      decode: (bytes) => type.toObject(type.decode(bytes), { defaults: true, longs: Number }) as Message,
    }
  }
}
