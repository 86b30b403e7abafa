import { insideWorkdir, workdirOf } from '../sources/source.ts'
import type { FileContent, ProjectFiles } from './files.ts'
import type { ProjectRecord } from './project-store.ts'

/** The files of a project as they are now, with what somebody has written into its `.env` on the disk. */
export async function readFiles(
  { name, rows, source }: ProjectRecord,
  files: Pick<ProjectFiles, 'read'>,
): Promise<FileContent[]> {
  const env = insideWorkdir(workdirOf(source), '.env')
  const isKnown = rows.some(({ path }) => path === env)
  const onDisk = isKnown ? [] : [{ path: env, isExecutable: false, isFromSource: false }]
  const contents: FileContent[] = []
  for (const row of [...rows, ...onDisk]) {
    const bytes = await files.read(name, row.path)
    if (bytes !== undefined) contents.push({ ...row, bytes })
  }
  return contents
}
