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

/** Lists that come whole, each with its reason. */
const whole = {
  listPolicies: 'there is one for each role',
  listOwners: 'it tells of the host as it is now, summed up',
  listHostPorts: 'it tells of the host as it is now',
  listCopies: 'how many there are is limited, and each is in the list of projects, which pages',
  listEndpoints: 'it tells of one project as it is now',
  listVariables: 'what is missing or unused is only seen in all of them',
  listGlobalVariables: 'they are written as one text, and are read so',
}

it('every list goes by pages, but those that have a reason', () => {
  const names = (schema: object | undefined) =>
    Object.keys((schema as { properties?: object } | undefined)?.properties ?? {})
  const without = routes
    .filter(({ operationId }) => operationId.startsWith('list'))
    .filter(({ query, reply }) =>
      [
        names(query).includes('limit'),
        names(query).includes('cursor'),
        names(reply).includes('nextCursor'),
      ].includes(false),
    )
    .map(({ operationId }) => operationId)
  expect(without.sort()).toEqual(Object.keys(whole).sort())
})
