import type { Project } from '@berth/compose'
import { suggest } from '../args/suggest.ts'
import type { Problem } from '../problem.ts'

/** Names a service that the project does not have, and the one that was probably meant. Pure. */
export function noSuchService(name: string, { services, disabledServices, name: project }: Project): Problem {
  const known = [...Object.keys(services), ...Object.keys(disabledServices)].sort()
  const near = suggest(name, known)
  return {
    code: 'CLI_NO_SUCH_SERVICE',
    message: `no such service: ${name}`,
    fix: `${near === undefined ? '' : `Did you mean ${near}? `}Project ${project} has ${listed(known)}.`,
  }
}

const listed = (names: readonly string[]) =>
  names.length === 0
    ? 'no services'
    : names.length > 10
      ? `${names.slice(0, 10).join(', ')} and ${names.length - 10} more`
      : names.join(', ')
