import type { ClientMessage, Permission, Topic } from '@berth/contract'

/** Reads what a client sent; undefined when it is not a message of the contract. Pure. */
export function parseClientMessage(text: string): ClientMessage | undefined {
  const message = parseObject(text)
  const topic = message?.topic
  if (typeof topic !== 'string' || topic.length > mostTopicLength) return undefined
  // Whether the topic exists is found out when it is asked for.
  if (message?.op === 'unsubscribe') return { op: 'unsubscribe', topic: topic as Topic }
  if (message?.op !== 'subscribe') return undefined
  const { since } = message
  if (since === undefined) return { op: 'subscribe', topic: topic as Topic }
  return Number.isSafeInteger(since)
    ? { op: 'subscribe', topic: topic as Topic, since: since as number }
    : undefined
}

const mostTopicLength = 100

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch {
    // Not JSON, so not a message.
    return undefined
  }
}

const topics: readonly [pattern: RegExp, permission: Permission | 'signed-in'][] = [
  [/^projects$/, 'project:read'],
  [/^project:[a-z0-9][a-z0-9_-]{0,62}$/, 'project:read'],
  [/^operation:op_[0-9A-Z]{26}$/, 'project:read'],
  [/^host$/, 'host:read'],
  // Everybody is told of their own only.
  [/^notifications$/, 'signed-in'],
  [/^stats$/, 'host:read'],
  [/^stats:[a-z0-9][a-z0-9_-]{0,62}$/, 'project:read'],
]

/** What a topic asks for; undefined when there is no such topic. */
export const permissionOfTopic = (topic: string): Permission | 'signed-in' | undefined =>
  topics.find(([pattern]) => pattern.test(topic))?.[1]

/** The project that a topic is of by its name. Pure. */
export const projectOfTopic = (topic: string): string | undefined =>
  /^(?:project|stats):(.+)$/.exec(topic)?.[1]
