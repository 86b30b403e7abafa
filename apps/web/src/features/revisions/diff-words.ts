import type { RevisionDiff, RevisionImage } from '@berth/contract'
import type { Tone } from '../../ui/tone.ts'

type Change = RevisionDiff['files'][number]['change']

export const changeLooks: Readonly<Record<Change, { readonly word: string; readonly tone: Tone }>> = {
  added: { word: 'Added', tone: 'positive' },
  removed: { word: 'Removed', tone: 'negative' },
  changed: { word: 'Changed', tone: 'warning' },
}

/** Both values of a variable; of a secret only that they differ. */
export function valueWords({ isSecret, before, after }: RevisionDiff['variables'][number]): string {
  if (isSecret) return 'Secret: its value is never shown'
  return [before, after].map((value) => (value === null ? 'not set' : JSON.stringify(value))).join(' → ')
}

const shortDigest = (digest: string) => digest.replace(/^sha256:/, '').slice(0, 12)
const identityOf = ({ digest, id }: RevisionImage) => digest ?? id

/** Which image a service has on both sides; the digest where the name alone does not tell them apart. */
export function imageWords({ before, after }: RevisionDiff['images'][number]): string {
  const isSameName = before !== null && after !== null && before.image === after.image
  const told = (image: RevisionImage | null) => {
    if (image === null) return 'none'
    const identity = identityOf(image)
    return isSameName && identity !== undefined ? `${image.image} (${shortDigest(identity)})` : image.image
  }
  return `${told(before)} → ${told(after)}`
}
