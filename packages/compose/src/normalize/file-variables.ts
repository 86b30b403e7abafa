import type { Place } from '../context.ts'
import type { VariableUse } from '../interpolate/interpolate.ts'
import { rangeOf } from '../source.ts'
import { entriesOf, type Mapping, nodeAt, textAt } from '../tree.ts'

interface Outside {
  readonly environment: Readonly<Record<string, string>>
  readonly onUse: (use: VariableUse) => void
}

/**
 * Tells of the variables that configs and secrets take their content from. One that is not set is a warning
 * only: the project loads, and what needs the content fails when it is deployed.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/09-secrets.md
 */
export function tellFileVariables(
  document: Mapping,
  { environment, onUse }: Outside,
  { findings }: Place,
): void {
  for (const section of ['configs', 'secrets']) {
    for (const [name, { value }] of entriesOf(nodeAt(document, section))) {
      const variable = textAt(value, 'environment')
      const node = nodeAt(value, 'environment')
      if (!variable || !node) continue
      onUse({ name: variable, range: rangeOf(node.origin), isRequired: false })
      if (Object.hasOwn(environment, variable)) continue
      findings.report({
        code: 'COMPOSE_VARIABLE_UNSET',
        message: `The ${section.slice(0, -1)} "${name}" is the content of the variable "${variable}", which is not set.`,
        fix: `Set ${variable} in .env or in the environment.`,
        origin: node.origin,
        path: [section, name, 'environment'],
      })
    }
  }
}
