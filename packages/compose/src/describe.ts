import type { Node, Path } from './tree.ts'

/** What stands there, for messages. */
export function describeNode(node: Node): string {
  if (node.kind === 'sequence') return 'a list'
  if (node.kind === 'mapping') return 'a mapping'
  if (node.value === null) return 'empty'
  const names = { string: 'a string', bigint: 'a whole number', number: 'a number', boolean: 'true or false' }
  return names[typeof node.value as keyof typeof names]
}

/** A path as people write it: `services.web.ports[0]`. */
export const dotted = (path: Path): string =>
  path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`),
    '',
  )
