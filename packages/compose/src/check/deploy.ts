import { parseBytes } from '../canonical/bytes.ts'
import { entryOf, isNull, type Node, nodeAt } from '../tree.ts'
import { type Check, report } from './check.ts'

/** Attributes of a service that its `deploy` section may say too; then it must say the same. */
const pairs: readonly { readonly own: string; readonly section: readonly string[]; readonly key: string }[] =
  [
    { own: 'cpus', section: ['resources', 'limits'], key: 'cpus' },
    { own: 'mem_limit', section: ['resources', 'limits'], key: 'memory' },
    { own: 'pids_limit', section: ['resources', 'limits'], key: 'pids' },
    { own: 'mem_reservation', section: ['resources', 'reservations'], key: 'memory' },
  ]

/** What a service and its `deploy` section say agrees, and several replicas share no name. */
export function checkDeploy(check: Check): void {
  checkReplicas(check)
  for (const { own, section, key } of pairs) {
    const values = nodeAt(check.service, 'deploy', ...section)
    const value = amountOf(nodeAt(check.service, own))
    const isTheSame = value === (amountOf(nodeAt(values, key)) ?? 0)
    if (!value || values?.kind !== 'mapping' || isTheSame) continue
    reportConflict(check, own, ['deploy', ...section, key])
  }
}

function checkReplicas(check: Check) {
  const { service, name, path } = check
  const scale = amountOf(nodeAt(service, 'scale'))
  const replicas = amountOf(nodeAt(service, 'deploy', 'replicas'))
  if (scale !== undefined && replicas !== undefined && scale !== replicas) {
    reportConflict(check, 'scale', ['deploy', 'replicas'])
  }
  const count = scale ?? replicas ?? 1
  const containerName = nodeAt(service, 'container_name')
  if (!containerName || isNull(containerName) || !(count > 1)) return
  const source = scale === undefined ? ['deploy', 'replicas'] : ['scale']
  report(check, {
    code: 'COMPOSE_CONTAINER_NAME_SCALED',
    message: `The service "${name}" has a container_name, so it cannot have ${count} replicas.`,
    origin: nodeAt(service, ...source)?.origin,
    path: [...path, ...source],
  })
}

function reportConflict(check: Check, own: string, other: readonly string[]) {
  const { service, name, path } = check
  report(check, {
    code: 'COMPOSE_DEPLOY_CONFLICT',
    message: `The service "${name}" says different things in \`${own}\` and \`${other.join('.')}\`.`,
    origin: entryOf(service, own)?.value.origin,
    path: [...path, own],
  })
}

/** A number, or a text with a unit. */
function amountOf(node: Node | undefined): number | undefined {
  if (node?.kind !== 'scalar' || node.value === null) return undefined
  return typeof node.value === 'string' ? parseBytes(node.value) : Math.fround(Number(node.value))
}
