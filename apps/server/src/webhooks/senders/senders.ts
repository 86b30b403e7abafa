import type { WebhookSender } from '@berth/contract'
import type { ReadDelivery } from '../delivery.ts'
import { readBitbucket } from './bitbucket.ts'
import { readGeneric } from './generic.ts'
import { readGitea } from './gitea.ts'
import { readGithub } from './github.ts'
import { readGitlab } from './gitlab.ts'
import { readDockerHub, readRegistry } from './registries.ts'

/** How the deliveries of each sender are read. */
export const senders: { readonly [S in WebhookSender]: ReadDelivery } = {
  github: readGithub,
  gitea: readGitea,
  gitlab: readGitlab,
  bitbucket: readBitbucket,
  'docker-hub': readDockerHub,
  registry: readRegistry,
  generic: readGeneric,
}
