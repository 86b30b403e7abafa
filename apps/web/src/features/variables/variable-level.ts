import { type GlobalVariable, type Variable, type VariableInput, variables } from '@berth/contract'
import { call } from '../../api/call.ts'

/** One line of the table, whichever level it is of. */
export interface VariableLine {
  readonly name: string
  /** Null: a secret, or not set. */
  readonly value: string | null
  readonly isSecret: boolean
  /** It is set at the level that is shown, and can be changed there. */
  readonly isOwn: boolean
  /** Where the value comes from, in words. */
  readonly source: string
  readonly place?: Variable['place']
  readonly finding?: Variable['finding']
  readonly uses: Variable['uses']
  /** Projects that take their value from it; of global variables only. */
  readonly usedBy: readonly string[]
}

/** Variables of a level, with what they are changed by. */
export interface VariableList {
  readonly lines: readonly VariableLine[]
  readonly etag: string
}

/** Where variables are kept: with a project, or for all of them. */
export interface VariableLevel {
  readonly key: readonly string[]
  list(signal?: AbortSignal): Promise<VariableList>
  set(name: string, body: VariableInput, etag: string): Promise<VariableList>
  remove(name: string, etag: string): Promise<VariableList>
  readText(): Promise<{ text: string; etag: string }>
  writeText(text: string, etag: string): Promise<VariableList>
}

const sources: Readonly<Record<Variable['source'], string>> = {
  project: 'Kept by Berth',
  'env-file': '.env',
  global: 'All projects',
  'project-name': 'Set by Berth',
  default: 'Default in the files',
  unset: 'Not set',
  missing: 'Not set',
}
const own: ReadonlySet<Variable['source']> = new Set(['project', 'env-file'])

const toLine = ({ source, ...rest }: Variable): VariableLine => ({
  ...rest,
  isOwn: own.has(source),
  source: sources[source],
  usedBy: [],
})
const toGlobalLine = (variable: GlobalVariable): VariableLine => ({
  ...variable,
  isOwn: true,
  source: '',
  uses: [],
})

const match = (etag: string) => ({ headers: { 'if-match': etag } })

/** The variables of one project. */
export function projectLevel(project: string): VariableLevel {
  const params = { project }
  const toList = ({ variables: all, etag }: { variables: Variable[]; etag: string }) => ({
    lines: all.map(toLine),
    etag,
  })
  const at = (variable: string) => ({ project, variable })
  return {
    key: ['variables', project],
    list: async (signal) =>
      toList(await call(variables.listVariables, { params }, signal === undefined ? {} : { signal })),
    set: async (name, body, etag) =>
      toList(await call(variables.setVariable, { params: at(name), body }, match(etag))),
    remove: async (name, etag) =>
      toList(await call(variables.deleteVariable, { params: at(name) }, match(etag))),
    readText: () => call(variables.readEnv, { params }),
    writeText: async (text, etag) =>
      toList(await call(variables.writeEnv, { params, body: { text } }, match(etag))),
  }
}

/** The variables of all projects. */
export function globalLevel(): VariableLevel {
  const toList = ({ variables: all, etag }: { variables: GlobalVariable[]; etag: string }) => ({
    lines: all.map(toGlobalLine),
    etag,
  })
  const at = (variable: string) => ({ params: { variable } })
  return {
    key: ['global-variables'],
    list: async (signal) =>
      toList(await call(variables.listGlobalVariables, {}, signal === undefined ? {} : { signal })),
    set: async (name, body, etag) =>
      toList(await call(variables.setGlobalVariable, { ...at(name), body }, match(etag))),
    remove: async (name, etag) => toList(await call(variables.deleteGlobalVariable, at(name), match(etag))),
    readText: () => call(variables.readGlobalEnv, {}),
    writeText: async (text, etag) =>
      toList(await call(variables.writeGlobalEnv, { body: { text } }, match(etag))),
  }
}
