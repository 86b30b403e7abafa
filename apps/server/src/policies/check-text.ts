import { describeOrigins, loadProject } from '@berth/compose'
import type { PolicyFinding, PolicyVerdict, Role } from '@berth/contract'
import {
  builtImagesOf,
  distinctFindings,
  type Finding,
  type ObservedState,
  planUp,
  toDesiredState,
  underPolicy,
  writtenLabelsOf,
} from '@berth/convergence'
import { ProblemError } from '../http/problem.ts'
import { type FloorDependencies, floorOf } from './floor.ts'
import type { PolicyService } from './policy-service.ts'

export interface CheckedText {
  readonly content: string
  /** By path beside it. */
  readonly files?: Readonly<Record<string, string>>
  readonly user?: string
}

export interface CheckDependencies extends FloorDependencies {
  readonly policies: Pick<PolicyService, 'policyFor'>
}

/** No project is called so: what is tried is nobody's. */
const name = 'policy-check'
const folder = `/${name}`
const inFolder = (path: string) => `${folder}/${path}`
const shorten = (text: string) => text.replaceAll(`${folder}/`, '')

/**
 * What the policy of a role says of a text, as if it were deployed on an Engine that has nothing yet. Links of this
 * machine are followed.
 *
 * @throws a problem, COMPOSE_INVALID, which a file that is missing is too.
 */
export async function checkText(
  role: Role,
  { content, files = {}, user = 'user' }: CheckedText,
  dependencies: CheckDependencies,
): Promise<PolicyVerdict> {
  const loaded = load({ ...files, 'compose.yaml': content })
  const { project } = loaded
  if (project === undefined) throw invalid(loaded)
  const plan = planUp(toDesiredState(project), nothing)
  const context = {
    containers: [],
    builtImages: builtImagesOf(project),
    labels: writtenLabelsOf(project),
    origins: describeOrigins(loaded),
    endpoint: dependencies.endpoint,
    ownFolders: [folder],
    isTolerated: () => role === 'admin',
  }
  const floor = await floorOf(name, dependencies)
  const byFloor = await underPolicy(plan, floor, context)
  const policy = await dependencies.policies.policyFor(role, user)
  const { findings = [] } = await underPolicy(byFloor, policy, context)
  return { verdict: worstOf(findings), findings: distinctFindings(findings).map(toWire) }
}

/** What is not among the texts is not there. */
function load(texts: Readonly<Record<string, string>>) {
  const sources = new Map(Object.entries(texts).map(([path, text]) => [inFolder(path), text]))
  const absent = new Set<string>()
  for (;;) {
    const loaded = loadProject({
      files: [inFolder('compose.yaml')],
      workingDir: folder,
      projectName: name,
      environment: {},
      envFiles: [],
      sources,
      absent,
    })
    if (loaded.missing.length === 0) return loaded
    for (const path of loaded.missing) absent.add(path)
  }
}

/** An Engine without anything of the project. */
const nothing: ObservedState = {
  project: name,
  at: 0,
  containers: [],
  networks: [],
  volumes: [],
  images: {},
  api: '1.45',
  others: [],
  listeners: [],
}

const worstOf = (findings: readonly Finding[]): PolicyVerdict['verdict'] =>
  findings.some(({ verdict }) => verdict === 'denied') ? 'refuse' : findings.length > 0 ? 'warn' : 'allow'

const toWire = ({ rule, verdict, service, message, value, origin }: Finding): PolicyFinding => ({
  rule,
  verdict: verdict === 'denied' ? 'refuse' : 'warn',
  ...(service !== undefined && { service }),
  message,
  ...(value !== undefined && { value }),
  ...(origin && { file: shorten(origin.file), line: origin.line, column: origin.column }),
})

function invalid({ diagnostics }: ReturnType<typeof loadProject>): ProblemError {
  const errors = diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ code, message, fix, range }) => ({
      code,
      message: shorten(message),
      ...(fix !== undefined && { fix }),
      ...(range && { file: shorten(range.file), line: range.line, column: range.column }),
    }))
  return new ProblemError('COMPOSE_INVALID', `The text cannot be checked: ${errors[0]?.message}`, { errors })
}
