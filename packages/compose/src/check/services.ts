import type { Place } from '../context.ts'
import { entriesOf, entryOf, itemsOf, type Mapping, nodeAt, textAt } from '../tree.ts'
import { checkBuild } from './build.ts'
import { type Check, hint, report } from './check.ts'
import { checkDeploy } from './deploy.ts'
import { checkDevelop } from './develop.ts'
import { checkReferences } from './references.ts'

/**
 * Phase 16: what a service refers to exists, and what it says does not contradict itself. Only services that
 * are switched on are checked.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md
 */
export function checkServices(document: Mapping, isActive: (name: string) => boolean, place: Place): void {
  for (const [name, { value: service }] of entriesOf(nodeAt(document, 'services'))) {
    if (!isActive(name)) continue
    const check: Check = { ...place, path: ['services', name], name, service, document, isActive }
    for (const rule of rules) rule(check)
  }
}

const rules: readonly ((check: Check) => void)[] = [
  checkImage,
  checkBuild,
  checkNetworks,
  checkVolumes,
  checkDependencies,
  checkReferences,
  checkDeploy,
  checkDevelop,
]

function checkImage(check: Check) {
  const { service, name, document, findings, path } = check
  if (textAt(service, 'image') || nodeAt(service, 'build') || nodeAt(service, 'provider')) return
  // An unknown key, such as `imagee`, is likely the one that is missed.
  if (findings.hasUnknownKey(...path)) return
  if (findings.isFaulty(...path, 'image') || findings.isFaulty(...path, 'build')) return
  // It would have come from a service that could not be extended, which was reported.
  if (nodeAt(service, 'extends')) return
  if (findings.isFaulty(...path, 'provider')) return
  report(check, {
    code: 'COMPOSE_NO_IMAGE_OR_BUILD',
    message: `The service "${name}" has neither an image nor a build section.`,
    origin: entryOf(nodeAt(document, 'services'), name)?.key,
  })
}

function checkNetworks(check: Check) {
  const { service, name, document, findings, path } = check
  const mode = entryOf(service, 'network_mode')
  const networks = entryOf(service, 'networks')
  if (mode && networks && entriesOf(networks.value).length > 0) {
    return report(check, {
      code: 'COMPOSE_NETWORK_MODE_CONFLICT',
      message: `The service "${name}" has both network_mode and networks.`,
      origin: mode.key,
      path: [...path, 'network_mode'],
    })
  }
  const declared = nodeAt(document, 'networks')
  for (const [network, { key }] of entriesOf(networks?.value)) {
    if (entryOf(declared, network) || findings.isFaulty('networks', network)) continue
    report(check, {
      code: 'COMPOSE_UNDEFINED_NETWORK',
      message: `The service "${name}" uses the network "${network}", which is not declared.${hint(network, declared, check)}`,
      fix: `Add "${network}:" under the top-level networks.`,
      origin: key,
      path: [...path, 'networks', network],
    })
  }
}

function checkVolumes(check: Check) {
  const { service, name, document, findings, path } = check
  const declared = nodeAt(document, 'volumes')
  for (const [index, volume] of itemsOf(nodeAt(service, 'volumes')).entries()) {
    const place = [...path, 'volumes', index]
    const source = nodeAt(volume, 'source')
    const volumeName = textAt(volume, 'source')
    if (textAt(volume, 'type') === 'bind' && !volumeName) {
      report(check, {
        code: 'COMPOSE_MISSING_KEY',
        message: `A bind mount of the service "${name}" has no source.`,
        fix: 'Add `source:` with a path.',
        origin: volume.origin,
        path: place,
      })
    }
    if (textAt(volume, 'type') !== 'volume' || !volumeName) continue
    if (entryOf(declared, volumeName) || findings.isFaulty('volumes', volumeName)) continue
    report(check, {
      code: 'COMPOSE_UNDEFINED_VOLUME',
      message: `The service "${name}" mounts the volume "${volumeName}", which is not declared.${hint(volumeName, declared, check)}`,
      fix: `Add "${volumeName}:" under the top-level volumes, or write ./${volumeName} to mount a folder.`,
      origin: source?.origin,
      path: place,
    })
  }
}

function checkDependencies(check: Check) {
  const { service, name, document, isActive, path, findings } = check
  const services = nodeAt(document, 'services')
  for (const [target, { key, value }] of entriesOf(nodeAt(service, 'depends_on'))) {
    const required = nodeAt(value, 'required')
    const isOptional = required?.kind === 'scalar' && required.value === false
    const exists = entryOf(services, target) !== undefined
    if (exists ? isOptional || isActive(target) : findings.isFaulty('services', target)) continue
    report(check, {
      code: 'COMPOSE_UNDEFINED_SERVICE',
      message: exists
        ? `The service "${name}" depends on "${target}", which is switched off by its profiles.`
        : `The service "${name}" depends on "${target}", which does not exist.${hint(target, services, check)}`,
      fix: exists ? 'Activate its profile, or mark the dependency `required: false`.' : 'Correct the name.',
      origin: key,
      path: [...path, 'depends_on', target],
    })
  }
}
