import type { WebhookSender } from '@berth/contract'

/** How a person knows a sender, and what he enters there. */
export interface SenderLook {
  readonly label: string
  /** It tells of pushes to branches. */
  readonly hasBranches: boolean
  /** It tells of images. */
  readonly hasImages: boolean
  /** Where the address and the secret go. */
  readonly steps: string
  /** It can neither sign nor set a header: the secret goes into the address. */
  readonly hasSecretInAddress?: true
}

export const senderLooks: { readonly [S in WebhookSender]: SenderLook } = {
  github: {
    label: 'GitHub',
    hasBranches: true,
    hasImages: true,
    steps:
      'Settings → Webhooks → Add webhook: the address as Payload URL, application/json as Content type, the secret as Secret. Choose the push event, or Packages for images.',
  },
  gitea: {
    label: 'Gitea or Forgejo',
    hasBranches: true,
    hasImages: true,
    steps:
      'Settings → Webhooks → Add webhook → Gitea: the address as Target URL, the secret as Secret, push events.',
  },
  gitlab: {
    label: 'GitLab',
    hasBranches: true,
    hasImages: false,
    steps:
      'Settings → Webhooks → Add new webhook: the address as URL, the secret as Secret token, push events.',
  },
  bitbucket: {
    label: 'Bitbucket',
    hasBranches: true,
    hasImages: false,
    steps:
      'Repository settings → Webhooks → Add webhook: the address as URL, the secret as Secret, repository push. It does not tell which files a push touches.',
  },
  'docker-hub': {
    label: 'Docker Hub',
    hasBranches: false,
    hasImages: true,
    steps:
      'Repository → Webhooks: the address as Webhook URL. Docker Hub cannot sign, so the secret is part of it.',
    hasSecretInAddress: true,
  },
  registry: {
    label: 'Another registry',
    hasBranches: false,
    hasImages: true,
    steps:
      'notifications.endpoints of its configuration: the address as url, the secret as header X-Berth-Token.',
  },
  generic: {
    label: 'A script',
    hasBranches: true,
    hasImages: true,
    steps:
      'Sign the time and the body with the secret; the API by example in the documentation has the command.',
  },
}

/** What the sender is told to call. */
export function addressOf(
  { path, sender }: { readonly path: string; readonly sender: WebhookSender },
  { origin, secret }: { readonly origin: string; readonly secret: string },
): string {
  const address = `${origin}${path}`
  return senderLooks[sender].hasSecretInAddress ? `${address}?token=${encodeURIComponent(secret)}` : address
}
