import type Docker from 'dockerode'
import type { ImageSummary } from '../shown.ts'
import { abortedBy, readJson } from './connection.ts'
import { parseImageReference } from './image-reference.ts'

/** The images that references name: by one list of all tags of their names, and one inspect for each id. */
export async function findImages(
  docker: Docker,
  references: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Map<string, ImageSummary>> {
  const names = references.filter((reference) => !isId(reference)).map(familiarName)
  const listed = names.length === 0 ? [] : await listImages(docker, [...new Set(names)], signal)
  const found = references.map(async (reference) => {
    const image = listed.find((candidate) => hasName(candidate, reference))
    // What looks like a name may also be the beginning of an id.
    const isPerhapsId = image === undefined && /^(sha256:)?[0-9a-f]{4,64}$/.test(reference)
    return [reference, isPerhapsId ? await inspectImage(docker, reference, signal) : image] as const
  })
  return new Map((await Promise.all(found)).flatMap(([key, image]) => (image ? [[key, image]] : [])))
}

const isId = (reference: string) => /^(sha256:)?[0-9a-f]{64}$/.test(reference)

/** As the Engine shows names and matches its filter. */
const familiarName = (reference: string) =>
  parseImageReference(reference)
    .name.replace(/^(index\.)?docker\.io\//, '')
    .replace(/^library\//, '')

function hasName({ RepoTags, RepoDigests }: ImageSummary, reference: string): boolean {
  const { tag, digest } = parseImageReference(reference)
  const name = familiarName(reference)
  return digest === undefined
    ? RepoTags.includes(`${name}:${tag}`)
    : RepoDigests.includes(`${name}@${digest}`)
}

async function listImages(
  docker: Docker,
  names: readonly string[],
  signal: AbortSignal | undefined,
): Promise<ImageSummary[]> {
  const found = await docker.listImages({ filters: { reference: [...names] }, ...abortedBy(signal) })
  return found.map(toSummary)
}

/** Images that have a name and carry these labels. */
export async function listLabelledImages(
  docker: Docker,
  labels: readonly string[],
  signal: AbortSignal | undefined,
): Promise<ImageSummary[]> {
  const filters = { dangling: ['false'], label: [...labels] }
  return (await docker.listImages({ filters, ...abortedBy(signal) })).map(toSummary)
}

/** Lists that are empty, and labels that there are none of, are `null` on the wire. */
const toSummary = ({ Id, RepoTags, RepoDigests, Labels, Size }: Docker.ImageInfo): ImageSummary => ({
  Id,
  RepoTags: RepoTags ?? [],
  RepoDigests: RepoDigests ?? [],
  Labels: Labels ?? {},
  Size,
})

async function inspectImage(
  docker: Docker,
  id: string,
  signal: AbortSignal | undefined,
): Promise<ImageSummary | undefined> {
  try {
    const image = (await readJson(docker, {
      method: 'GET',
      path: `/images/${id}/json`,
      signal,
    })) as Partial<Docker.ImageInspectInfo>
    const { Id = id, RepoTags, RepoDigests, Config, Size = 0 } = image
    return {
      Id,
      RepoTags: RepoTags ?? [],
      RepoDigests: RepoDigests ?? [],
      Labels: Config?.Labels ?? {},
      Size,
    }
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 404) return undefined
    throw error
  }
}
