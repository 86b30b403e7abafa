export { dockerConfigProxies } from './build-proxies.ts'
export { type ConnectedEngine, type ConnectOptions, connectEngine } from './connect-engine.ts'
export { dockerConfigAuth } from './registry-auth.ts'
