import type { Project } from '@berth/compose'
import type { Problem } from '../problem.ts'
import { selectServices } from './select-services.ts'

export interface AttachFlags {
  readonly attach: readonly string[]
  readonly 'attach-dependencies': boolean
  readonly 'no-attach': readonly string[]
  readonly 'no-deps': boolean
}

/** The services that a command is about: those named and what they depend on; all when none is named. Pure. */
export function plannedServices(
  project: Project,
  { services, noDeps }: { readonly services: readonly string[]; readonly noDeps: boolean },
): string[] {
  if (noDeps && services.length > 0) return [...services]
  return Object.keys(selectServices(project, services).services)
}

/**
 * Whose output `up` shows: of the named services, or of all when none is named, those that the files do not leave
 * out with `attach: false`; flags decide first. Pure.
 */
export function attachedServices(
  project: Project,
  flags: AttachFlags,
  services: readonly string[],
): ReadonlySet<string> | { readonly problem: Problem } {
  const planned = plannedServices(project, { services, noDeps: flags['no-deps'] })
  const strange = flags.attach.filter((name) => !planned.includes(name))
  if (strange.length > 0) return notPlanned(strange, planned)
  const usual = services.length === 0 || flags['attach-dependencies'] ? planned : services
  const wanted =
    flags.attach.length > 0 ? flags.attach : usual.filter((name) => project.services[name]?.attach !== false)
  return new Set(wanted.filter((name) => !flags['no-attach'].includes(name)))
}

const notPlanned = (names: readonly string[], planned: readonly string[]): { problem: Problem } => ({
  problem: {
    code: 'CLI_BAD_VALUE',
    message: `cannot attach to services not included in up: ${names.join(', ')}`,
    fix: `Choose among ${planned.join(', ')}.`,
  },
})
