import type { FileReference, Project } from '@berth/compose'
import { notice, problem, type Row } from './row.ts'

/** Configs and secrets. */
export function fileRows(section: 'configs' | 'secrets'): Row[] {
  const uses =
    (test: (reference: FileReference, project: Project) => boolean): Row['isSaid'] =>
    (service, project) =>
      (service[section] ?? []).some((reference) => test(reference, project))
  const objectOf = ({ source }: FileReference, project: Project) => project[section][source]
  return [
    problem(
      section,
      'only files can be mounted: give it a `file:`',
      uses((reference, project) => {
        const object = objectOf(reference, project)
        return object?.file === undefined && !object?.external
      }),
    ),
    problem(
      section,
      'one Engine has no external ones: give it a `file:`',
      uses((reference, project) => objectOf(reference, project)?.external === true),
    ),
    problem(
      section,
      'drivers and template drivers are for swarms',
      uses((reference, project) => {
        const object = objectOf(reference, project)
        const driver = object !== undefined && 'driver' in object ? object.driver : undefined
        return driver !== undefined || object?.template_driver !== undefined
      }),
    ),
    notice(
      `${section}.uid, gid and mode`,
      'a mounted file keeps those it has',
      uses(({ uid, gid, mode }) => [uid, gid, mode].some((value) => value !== undefined)),
    ),
  ]
}
