import buildValidators from '@fastify/ajv-compiler'
import buildSerializer from 'fast-json-stringify'
import type { FastifyInstance, FastifySchemaCompiler } from 'fastify'

type Validate = ReturnType<FastifySchemaCompiler<object>>

const newValidators = buildValidators()
const options = { removeAdditional: false, useDefaults: true, allErrors: true } as const
const validatorOfText = perSchema(() => newAjv(true))
const validatorOfBody = perSchema(() => newAjv(false))
const serializerOf = perSchema(() => buildSerializer)

/**
 * Validates with the contract's schemas, and writes answers by them. Text in addresses is turned into the
 * number that is asked for; a body means what it says, and a key that nobody knows is refused, so that a
 * typing error never passes for a default.
 *
 * A schema is compiled when it is first needed: most routes are not called in the life of one process, and
 * compiling them all takes longer than the rest of the start.
 */
export function useValidation(app: FastifyInstance): void {
  app.setValidatorCompiler<object>(({ schema, httpPart }) => {
    const validatorOf = httpPart === 'body' ? validatorOfBody : validatorOfText
    const validate: Validate = (value) => {
      const compiled = validatorOf(schema)
      const isValid = compiled(value)
      // Fastify reads them here.
      validate.errors = compiled.errors ?? null
      return isValid
    }
    return validate
  })
  app.setSerializerCompiler<object>(
    ({ schema }) =>
      (value) =>
        serializerOf(schema)(value),
  )
}

function newAjv(coerceTypes: boolean) {
  const compile = newValidators({}, { customOptions: { ...options, coerceTypes } })
  return (schema: object) => compile({ schema }) as Validate
}

/** Each schema is compiled once, however many servers a process has; the compiler itself is made at the first. */
function perSchema<Compiled>(newCompiler: () => (schema: object) => Compiled) {
  const known = new WeakMap<object, Compiled>()
  let compile: ((schema: object) => Compiled) | undefined
  return (schema: object): Compiled => {
    const before = known.get(schema)
    if (before !== undefined) return before
    compile ??= newCompiler()
    const compiled = compile(schema)
    known.set(schema, compiled)
    return compiled
  }
}
