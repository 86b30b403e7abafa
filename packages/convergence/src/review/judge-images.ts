import type { Judging, Objection } from './finding.ts'
import type { Policy } from './policy.ts'

/** Judges where an image comes from; what the project builds itself comes from its own files. */
export function judgeImage(image: string, judging: Judging): Objection[] {
  return judging.isBuilt(image) ? [] : judgeReference(image, judging)
}

/** Judges an image that a registry is asked for. */
export const judgeReference = (image: string, { policy }: Pick<Judging, 'policy'>): Objection[] => [
  ...judgeName(image, policy),
  ...judgePin(image, policy),
]

function judgePin(image: string, { imagePins: { required, missing } }: Policy): Objection[] {
  const hasDigest = image.includes('@')
  const tag = /:([^/:@]+)(?:@|$)/.exec(image)?.[1]
  const isPinned = hasDigest || (required === 'tag' && tag !== undefined && tag !== 'latest')
  if (required === 'nothing' || isPinned) return []
  const what = required === 'tag' ? 'a tag other than latest' : 'a digest'
  return [
    {
      rule: 'imagePins',
      verdict: missing,
      field: 'Image',
      attribute: ['image'],
      message: `The image ${image} has to have ${what}, to be the same one tomorrow.`,
    },
  ]
}

function judgeName(image: string, policy: Policy): Objection[] {
  const name = fullName(image)
  if (policy.images.allowed.some((pattern) => matches(name, pattern))) return []
  return [
    {
      rule: 'images',
      verdict: policy.images.others,
      field: 'Image',
      attribute: ['image'],
      message: `The image ${image} is not one of those that may be used.`,
    },
  ]
}

/** With registry and folder, as Docker fills them in: `docker.io/library/nginx:1.29`. */
function fullName(image: string): string {
  const [first = '', ...rest] = image.split('/')
  const hasRegistry =
    rest.length > 0 && (/[.:]/.test(first) || first === 'localhost' || first.toLowerCase() !== first)
  const registry = hasRegistry ? first.replace(/^index\.docker\.io$/, 'docker.io') : 'docker.io'
  const path = hasRegistry ? rest.join('/') : image
  return registry === 'docker.io' && !path.includes('/') ? `docker.io/library/${path}` : `${registry}/${path}`
}

/** `*` stands for anything; a pattern without a tag is for all of them. */
function matches(name: string, pattern: string): boolean {
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')
  return new RegExp(`^${escaped}(?:[:@][^/]*)?$`).test(name)
}
