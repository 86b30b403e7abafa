export { type ConnectedEngine, type ConnectOptions, connectEngine } from './connect-engine.ts'
export { dockerConfigProxies } from './proxies.ts'
export { dockerConfigAuth } from './registry-auth.ts'
