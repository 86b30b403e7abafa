import type { RevisionDiff } from '@berth/contract'
import type { Mask } from '../secrets/masks.ts'
import { textOf, unifiedDiff } from './diff-text.ts'
import type { RevisionContents, RevisionService, RevisionVariable } from './revision.ts'

/** One side of a comparison. */
export interface Side extends RevisionContents {
  /** `revision 3`, `the files`. */
  readonly name: string
  /** By path: a hash that tells contents apart. */
  readonly files: ReadonlyMap<string, string>
  readonly services: readonly RevisionService[]
  /** The content of one of its files. */
  readonly read: (path: string) => Promise<Buffer>
}

/** What changed from one side to another. No secret of either is in it. */
export async function diffSides(
  before: Side,
  after: Side,
  mask: Mask,
): Promise<Omit<RevisionDiff, 'from' | 'to' | 'isEmpty'>> {
  const names = { before: before.name, after: after.name }
  return {
    files: await diffFiles(before, after, mask),
    variables: diffVariables(before.variables, after.variables),
    images: diffImages(before.services, after.services),
    model: unifiedDiff({ path: 'resolved.yaml', ...names }, mask(before.model), mask(after.model)),
  }
}

async function diffFiles(before: Side, after: Side, mask: Mask): Promise<RevisionDiff['files']> {
  const paths = [...new Set([...before.files.keys(), ...after.files.keys()])].sort()
  const changed = paths.filter((path) => before.files.get(path) !== after.files.get(path))
  const files: RevisionDiff['files'] = []
  // One after another: at most one file of each side is in memory.
  for (const path of changed) {
    const [old, next] = [await contentOf(before, path), await contentOf(after, path)]
    const isBinary = old === 'binary' || next === 'binary'
    const names = { path, before: before.name, after: after.name }
    files.push({
      path,
      change: changeOf(old, next),
      isBinary,
      diff: isBinary ? '' : unifiedDiff(names, old && mask(old.text), next && mask(next.text)),
    })
  }
  return files
}

type Content = { readonly text: string } | 'binary' | undefined

async function contentOf({ files, read }: Side, path: string): Promise<Content> {
  if (!files.has(path)) return undefined
  const text = textOf(await read(path))
  return text === undefined ? 'binary' : { text }
}

function changeOf(old: unknown, next: unknown): 'added' | 'removed' | 'changed' {
  if (old === undefined) return 'added'
  return next === undefined ? 'removed' : 'changed'
}

function diffVariables(
  before: readonly RevisionVariable[],
  after: readonly RevisionVariable[],
): RevisionDiff['variables'] {
  const [old, next] = [byName(before), byName(after)]
  return [...new Set([...old.keys(), ...next.keys()])].sort().flatMap((name) => {
    const [was, is] = [old.get(name), next.get(name)]
    if (was?.value === is?.value && was?.isSecret === is?.isSecret) return []
    const isSecret = was?.isSecret === true || is?.isSecret === true
    return {
      name,
      change: changeOf(was, is),
      isSecret,
      before: isSecret ? null : (was?.value ?? null),
      after: isSecret ? null : (is?.value ?? null),
    } as const
  })
}

const byName = (variables: readonly RevisionVariable[]) =>
  new Map(variables.map((variable) => [variable.name, variable]))

function diffImages(
  before: readonly RevisionService[],
  after: readonly RevisionService[],
): RevisionDiff['images'] {
  const [old, next] = [byService(before), byService(after)]
  return [...new Set([...old.keys(), ...next.keys()])].sort().flatMap((service) => {
    const [was, is] = [old.get(service), next.get(service)]
    if (was?.image === is?.image && isSameImage(was, is)) return []
    return [
      {
        service,
        before: was === undefined ? null : imageOf(was),
        after: is === undefined ? null : imageOf(is),
      },
    ]
  })
}

/** What was never deployed means nothing yet. */
const isSameImage = (a: RevisionService | undefined, b: RevisionService | undefined) =>
  a?.id === undefined || b?.id === undefined ? (a === undefined) === (b === undefined) : a.id === b.id

const byService = (services: readonly RevisionService[]) =>
  new Map(services.map((service) => [service.service, service]))

const imageOf = ({ service, image, id, digest }: RevisionService) => ({
  service,
  image,
  ...(id !== undefined && { id }),
  ...(digest !== undefined && { digest }),
})
