export { type ConnectedEngine, type ConnectOptions, connectEngine } from './connect-engine.ts'
export { dockerConfigAuth, type FindRegistryAuth } from './registry-auth.ts'
