import buildCompiler from '@fastify/ajv-compiler'
import type { FastifyInstance, FastifySchema } from 'fastify'

/**
 * Validates with the contract's schemas. Text in addresses is turned into the number that is asked for; a
 * body means what it says, and a key that nobody knows is refused, so that a typing error never passes for
 * a default.
 */
export function useValidation(app: FastifyInstance): void {
  const compiler = buildCompiler()
  const options = { removeAdditional: false, useDefaults: true, allErrors: true } as const
  const ofText = compiler({}, { customOptions: { ...options, coerceTypes: true } })
  const ofBody = compiler({}, { customOptions: { ...options, coerceTypes: false } })
  app.setValidatorCompiler<FastifySchema>((route) => (route.httpPart === 'body' ? ofBody : ofText)(route))
}
