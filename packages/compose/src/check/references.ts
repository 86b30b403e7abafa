import type { DiagnosticCode } from '../diagnostic-codes.ts'
import { entriesOf, entryOf, itemsOf, type Node, nodeAt, textAt } from '../tree.ts'
import { type Check, hint, report } from './check.ts'

/** A top-level section, and what a service says to use something of it. */
interface Kind {
  readonly section: string
  readonly word: string
  readonly code: DiagnosticCode
}

const config: Kind = { section: 'configs', word: 'config', code: 'COMPOSE_UNDEFINED_CONFIG' }
const secret: Kind = { section: 'secrets', word: 'secret', code: 'COMPOSE_UNDEFINED_SECRET' }
const model: Kind = { section: 'models', word: 'model', code: 'COMPOSE_UNDEFINED_MODEL' }

/** The configs, secrets and models that a service or its build uses are declared. */
export function checkReferences(check: Check): void {
  const { service } = check
  checkFiles(check, config, ['configs'])
  checkFiles(check, secret, ['secrets'])
  checkFiles(check, secret, ['build', 'secrets'])
  for (const [name, { key }] of entriesOf(nodeAt(service, 'models'))) {
    checkDeclared(check, model, { name, node: { origin: key }, path: ['models', name] })
  }
}

function checkFiles(check: Check, kind: Kind, keys: readonly string[]) {
  for (const [index, reference] of itemsOf(nodeAt(check.service, ...keys)).entries()) {
    const name = textAt(reference, 'source')
    const node = nodeAt(reference, 'source')
    if (name !== undefined && node) checkDeclared(check, kind, { name, node, path: [...keys, index] })
  }
}

interface Reference {
  readonly name: string
  readonly node: Pick<Node, 'origin'>
  readonly path: Check['path']
}

function checkDeclared(check: Check, { section, word, code }: Kind, { name, node, path }: Reference) {
  const declared = nodeAt(check.document, section)
  if (entryOf(declared, name) || check.findings.isFaulty(section, name)) return
  report(check, {
    code,
    message: `The service "${check.name}" uses the ${word} "${name}", which is not declared.${hint(name, declared, check)}`,
    fix: `Add "${name}:" under the top-level ${section}.`,
    origin: node.origin,
    path: [...check.path, ...path],
  })
}
