import { expect, it } from 'vitest'
import { routes } from './routes.ts'

/** POSTs without a key, each with its reason. */
const keyless = {
  setUp: 'it works once, and nobody is signed in whose key it would be',
  signIn: 'nobody is signed in whose key it would be, and the answer is a cookie, which is not kept',
  checkPolicy: 'nothing is kept or done',
  receiveHook: 'the sender names each delivery, and one that came before is known by its name',
  receiveSlackCommand: 'each signature of Slack is taken once',
}

it('every POST takes an idempotency key, but those that have a reason', () => {
  const without = routes
    .filter(({ method, headers = [] }) => method === 'POST' && !headers.includes('Idempotency-Key'))
    .map(({ operationId }) => operationId)
  expect(without.sort()).toEqual(Object.keys(keyless).sort())
})
