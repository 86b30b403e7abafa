import { textOf } from '../canonical/number-text.ts'
import { entriesOf, entryOf, itemsOf, type Node, nodeAt, textAt } from '../tree.ts'
import { type Check, hint, report } from './check.ts'

/** A service runs on a platform that it is built for, and takes contexts from services that are built. */
export function checkBuild(check: Check): void {
  checkDockerfile(check)
  checkPlatform(check)
  checkContexts(check)
}

function checkDockerfile(check: Check) {
  const build = nodeAt(check.service, 'build')
  const inline = entryOf(build, 'dockerfile_inline')
  if (inline === undefined || !entryOf(build, 'dockerfile')) return
  report(check, {
    code: 'COMPOSE_INVALID_VALUE',
    message: `The service "${check.name}" has both dockerfile and dockerfile_inline.`,
    fix: 'Keep one of the two.',
    origin: inline.key,
  })
}

function checkPlatform(check: Check) {
  const { service, name, path } = check
  const platform = textAt(service, 'platform')
  const built = itemsOf(nodeAt(service, 'build', 'platforms'))
  const isBuilt = built.some((item) => item.kind === 'scalar' && item.value === platform)
  if (!platform || built.length === 0 || isBuilt) return
  report(check, {
    code: 'COMPOSE_INVALID_VALUE',
    message: `The service "${name}" runs on ${platform}, but is not built for it.`,
    fix: `Add "${platform}" to \`build.platforms\`.`,
    origin: nodeAt(service, 'platform')?.origin,
    path: [...path, 'platform'],
  })
}

function checkContexts(check: Check) {
  for (const [context, { value }] of entriesOf(nodeAt(check.service, 'build', 'additional_contexts'))) {
    const text = textOf(value)
    if (text.startsWith('service:'))
      checkContext(check, { context, value, target: text.slice('service:'.length) })
  }
}

interface ServiceContext {
  readonly context: string
  readonly value: Node
  /** The service whose image it is. */
  readonly target: string
}

function checkContext(check: Check, { context, value, target }: ServiceContext) {
  const { name, document, path, findings } = check
  const fault = faultOf(target, check)
  if (fault === undefined || findings.isFaulty('services', target)) return
  const meant = fault === 'does not exist' ? hint(target, nodeAt(document, 'services'), check) : ''
  report(check, {
    code: fault === 'is not built' ? 'COMPOSE_INVALID_VALUE' : 'COMPOSE_UNDEFINED_SERVICE',
    message: `The service "${name}" is built with the image of "${target}", which ${fault}.${meant}`,
    fix: contextFixes[fault],
    origin: value.origin,
    path: [...path, 'build', 'additional_contexts', context],
  })
}

const contextFixes = {
  'does not exist': 'Correct the name.',
  'is switched off by its profiles': 'Activate its profile.',
  'is not built': 'Name a service that has a build section.',
} as const

function faultOf(target: string, { document, isActive }: Check): keyof typeof contextFixes | undefined {
  const service = nodeAt(document, 'services', target)
  if (service === undefined) return 'does not exist'
  if (!isActive(target)) return 'is switched off by its profiles'
  return nodeAt(service, 'build') === undefined ? 'is not built' : undefined
}
