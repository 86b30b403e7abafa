import type { Project } from '@berth/compose'
import { ProblemError } from '../http/problem.ts'
import type { FileContent } from '../projects/files.ts'

/**
 * Makes sure that a copy finds what it uses of its folder, of which only the files are there that the project is
 * loaded from. Pure.
 *
 * @throws a problem, COPY_OF_FOLDER, that names what it would not find.
 */
export function requireOwnFiles(
  { services, configs, secrets, workingDir }: Project,
  contents: readonly Pick<FileContent, 'path'>[],
): void {
  const paths = contents.map(({ path }) => path)
  const isOwn = (path: string) => path === workingDir || path.startsWith(`${workingDir}/`)
  const relative = (path: string) => path.slice(workingDir.length + 1) || '.'
  const isMissing = (path: string | undefined): path is string =>
    path !== undefined && isOwn(path) && !paths.includes(relative(path))
  const used = [
    ...Object.values(services).flatMap(({ name, build, volumes = [] }) => [
      ...(build !== undefined && isMissing(build.context)
        ? [`${name} builds ${relative(build.context)}`]
        : []),
      ...volumes.flatMap(({ type, source }) =>
        type === 'bind' && isMissing(source) ? [`${name} mounts ${relative(source)}`] : [],
      ),
    ]),
    ...Object.entries({ ...configs, ...secrets }).flatMap(([name, { file }]) =>
      isMissing(file) ? [`${name} holds ${relative(file)}`] : [],
    ),
  ]
  if (used.length === 0) return
  throw new ProblemError(
    'COPY_OF_FOLDER',
    `The copy would not find what is only in the folder: ${used.join(', ')}.`,
  )
}
