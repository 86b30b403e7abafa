export { type ApiClient, type ApiReply, apiClient, signUp } from './api-client.ts'
export { type BerthProcess, startBerth } from './start-berth.ts'
