import { formatModel, type JsonObject, listVariables, type ModelVariable } from '@berth/compose'
import { formatTable } from '../print/table.ts'

/** What `docker compose config --variables` prints, by its formats. Sorted by name, where it leaves that to chance. */
export function formatVariables(model: JsonObject, format: 'table' | 'json' | 'yaml'): string {
  const variables = listVariables(model)
  const byName = (describe: (variable: ModelVariable) => JsonObject) =>
    Object.fromEntries(variables.map((variable) => [variable.name, describe(variable)]))
  switch (format) {
    case 'table':
      return formatTable(header, variables.map(toRow), { leastWidth: 17 })
    case 'json':
      return `${JSON.stringify(byName(toJson), null, 4)}\n\n`
    case 'yaml':
      // It is written with four spaces, where projects have two.
      return formatModel(byName(toYaml), 'yaml').replaceAll(/^ {2}/gm, '    ')
  }
}

const header = ['NAME', 'REQUIRED', 'DEFAULT VALUE', 'ALTERNATE VALUE']

const toRow = ({ name, isRequired, defaultValue, presenceValue }: ModelVariable) => [
  name,
  String(isRequired),
  defaultValue,
  presenceValue,
]

const toJson = ({ name, isRequired, defaultValue, presenceValue }: ModelVariable) => ({
  Name: name,
  DefaultValue: defaultValue,
  PresenceValue: presenceValue,
  Required: isRequired,
})

const toYaml = ({ name, isRequired, defaultValue, presenceValue }: ModelVariable) => ({
  name,
  defaultvalue: defaultValue,
  presencevalue: presenceValue,
  required: isRequired,
})
