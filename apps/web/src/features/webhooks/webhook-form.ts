import type { Webhook, WebhookInput, WebhookSender } from '@berth/contract'
import { senderLooks } from './senders.ts'

/** The form as it is typed; what is empty filters nothing. */
export interface WebhookForm {
  readonly name: string
  readonly sender: WebhookSender
  readonly branch: string
  /** A pattern a line. */
  readonly paths: string
  readonly tag: string
}

export const blankWebhookForm: WebhookForm = { name: '', sender: 'github', branch: '', paths: '', tag: '' }

/** What is sent: filters only where the sender tells of such events. */
export function toWebhookBody({ name, sender, branch, paths, tag }: WebhookForm): WebhookInput {
  const { hasBranches, hasImages } = senderLooks[sender]
  const patterns = [...new Set(paths.split('\n').map((line) => line.trim()))].filter((line) => line !== '')
  return {
    name: name.trim(),
    sender,
    ...(hasBranches && branch.trim() !== '' && { branch: branch.trim() }),
    ...(hasBranches && patterns.length > 0 && { paths: patterns }),
    ...(hasImages && tag.trim() !== '' && { tag: tag.trim() }),
  }
}

/** What a webhook deploys for, in words. */
export function filterWords({ branch, paths, tag }: Pick<Webhook, 'branch' | 'paths' | 'tag'>): string {
  const words = [
    ...(branch === undefined ? [] : [`branch ${branch}`]),
    ...(paths === undefined ? [] : [`files ${paths.join(', ')}`]),
    ...(tag === undefined ? [] : [`tag ${tag}`]),
  ]
  return words.length === 0 ? 'everything' : words.join(' · ')
}
