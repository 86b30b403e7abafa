import type { FileReference, Project } from '@berth/compose'
import { notice, problem, type Row } from './row.ts'

/** Configs and secrets. */
export function fileRows(section: 'configs' | 'secrets'): Row[] {
  const uses =
    (test: (reference: FileReference, project: Project) => boolean): Row['isSaid'] =>
    (service, project) =>
      (service[section] ?? []).some((reference) => test(reference, project))
  const objectOf = ({ source }: FileReference, project: Project) => project[section][source]
  const isFile = (reference: FileReference, project: Project) =>
    objectOf(reference, project)?.file !== undefined
  return [
    problem(
      section,
      'one Engine has no external ones',
      uses((reference, project) => objectOf(reference, project)?.external === true),
      'Give it a `file:`.',
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
    problem(
      section,
      'a variable that one of them holds is not set',
      uses((reference, project) => {
        const object = objectOf(reference, project)
        return object?.environment !== undefined && object.content === undefined
      }),
      'Set the variable, in .env or in the environment.',
    ),
    problem(
      section,
      'nothing can be copied into a container that is read_only',
      (service, project) =>
        service.read_only === true &&
        (service[section] ?? []).some((reference) => objectOf(reference, project)?.content !== undefined),
      'Give it a `file:`, which is mounted.',
    ),
    problem(
      `${section}.uid and gid`,
      'they have to be numbers',
      uses(({ uid = '0', gid = '0' }) => !/^\d+$/.test(uid) || !/^\d+$/.test(gid)),
      'Write the numbers of the user and the group.',
    ),
    notice(
      `${section}.uid, gid and mode`,
      'a mounted file keeps those it has',
      uses(
        (reference, project) =>
          isFile(reference, project) &&
          [reference.uid, reference.gid, reference.mode].some((value) => value !== undefined),
      ),
    ),
  ]
}
