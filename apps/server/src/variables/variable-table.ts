import type { Variable, VariableSource, Variables } from '@berth/contract'
import type { LoadedProject } from '../projects/loader.ts'
import { readEnvText } from './env-text.ts'
import type { KeptVariable, VariableValue } from './kept-variables.ts'

export interface TableInput {
  /** The text of the project's `.env`. */
  readonly env: string
  readonly kept: ReadonlyMap<string, KeptVariable>
  /** What is set for all projects. */
  readonly global: ReadonlyMap<string, VariableValue>
  readonly loaded: LoadedProject
}

/**
 * Every variable that the project sets or its files consult, sorted by name: what decides its value, where it
 * is used, and what is missing or for nothing. Pure.
 */
export function variableTable(input: TableInput): Variables['variables'] {
  const { env, kept, loaded } = input
  const inFile = readEnvText(env, (name) => valueGiven(input, name))
  const used = new Map(loaded.variables.map((variable) => [variable.name, variable]))
  const names = new Set([...used.keys(), ...inFile.keys(), ...kept.keys()])
  return [...names].sort().map((name) => {
    const [source, ...overrides] = sourcesOf(name, { ...input, inFile })
    const decided = source ?? used.get(name)?.source
    // Safe: what nothing sets is here because it is used, and then the loader says what stands in.
    return describe(name, {
      ...input,
      inFile,
      source: decided as VariableSource,
      overrides,
      used: used.get(name),
    })
  })
}

const valueGiven = ({ kept, global }: TableInput, name: string) =>
  kept.get(name)?.value ?? global.get(name)?.value

type InFile = ReturnType<typeof readEnvText>

/** What sets a variable, from what wins to what loses. */
function sourcesOf(
  name: string,
  { kept, global, inFile }: TableInput & { inFile: InFile },
): VariableSource[] {
  return [
    ...(kept.has(name) ? (['project'] as const) : []),
    ...(inFile.has(name) ? (['env-file'] as const) : []),
    ...(global.has(name) ? (['global'] as const) : []),
  ]
}

interface Decided extends TableInput {
  readonly inFile: InFile
  readonly source: VariableSource
  readonly overrides: VariableSource[]
  readonly used: LoadedProject['variables'][number] | undefined
}

function describe(name: string, decided: Decided): Variable {
  const { inFile, source, overrides, used } = decided
  const { value, isSecret } = valueFrom(name, decided)
  const line = inFile.get(name)?.line
  const finding = findingOf(name, decided)
  return {
    name,
    value: isSecret ? null : (value ?? null),
    isSecret,
    source,
    ...(source === 'env-file' && line !== undefined && { place: { file: '.env', line } }),
    overrides,
    uses: (used?.uses ?? []).map(({ range, isRequired, defaultText }) => ({
      file: range.file,
      line: range.line,
      column: range.column,
      isRequired,
      ...(defaultText !== undefined && { default: defaultText }),
    })),
    ...(finding && { finding }),
  }
}

interface Known {
  readonly value?: string | undefined
  readonly isSecret: boolean
}

function valueFrom(name: string, { source, kept, global, inFile, loaded }: Decided): Known {
  switch (source) {
    case 'project':
      return kept.get(name) ?? { isSecret: false }
    case 'global':
      return global.get(name) ?? { isSecret: false }
    case 'env-file':
      return { value: inFile.get(name)?.value, isSecret: false }
    case 'project-name':
      return { value: loaded.project?.name, isSecret: false }
    default:
      return { isSecret: false }
  }
}

function findingOf(name: string, { source, used, loaded }: Decided): Variable['finding'] {
  if (source === 'missing' || source === 'unset') return source
  if (used !== undefined || (source !== 'env-file' && source !== 'project')) return undefined
  // Read by the loader itself; and of files that do not load nobody knows what they would use.
  if (/^(COMPOSE|DOCKER)_/.test(name) || loaded.project === undefined) return undefined
  return handsEnvFileOn(loaded) ? undefined : 'unused'
}

/** Whether a service takes the whole `.env` over. */
const handsEnvFileOn = ({ project }: LoadedProject) =>
  Object.values(project?.services ?? {}).some(({ env_file: files = [] }) =>
    files.some(({ path }) => path === `${project?.workingDir}/.env`),
  )
