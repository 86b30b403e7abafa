import { ProblemError } from '../http/problem.ts'
import type { Seal } from '../secrets/seal.ts'
import type { Blobs } from './blobs.ts'
import { placeOf, type RevisionContents, type RevisionRecord } from './revision.ts'

/** What is secret of a revision. */
// Safe: it was sealed from this type.
export const openContents = ({ id, sealed }: RevisionRecord, seal: Seal): RevisionContents =>
  JSON.parse(seal.open(sealed, placeOf(id))) as RevisionContents

/**
 * The content of a file of a revision.
 *
 * @throws a problem, REVISION_DAMAGED.
 */
export async function readBlob(
  blobs: Blobs,
  { path, sha256 }: { readonly path: string; readonly sha256: string },
): Promise<Buffer> {
  try {
    return await blobs.get(sha256)
  } catch (cause) {
    throw new ProblemError('REVISION_DAMAGED', `The content of ${path} cannot be read any more.`, { cause })
  }
}
