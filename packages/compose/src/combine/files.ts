import type { Findings } from '../context.ts'
import { readProjectEnvironment } from '../environment.ts'
import { limits } from '../parse/limits.ts'
import { parseYaml } from '../parse/yaml.ts'
import { createSource } from '../source.ts'
import type { Node } from '../tree.ts'
import type { Files } from './scope.ts'

interface Given {
  readonly sources: ReadonlyMap<string, string>
  readonly absent: ReadonlySet<string>
  readonly findings: Findings
  /** Called with what is neither given nor said to be absent. */
  readonly onMissing: (path: string) => void
}

/** The files that were given, each parsed once. */
export function givenFiles({ sources, absent, findings, onMissing }: Given): Files {
  const parsed = new Map<string, readonly Node[]>()
  const spent = { includes: 0, inherited: 0 }
  return {
    documents: (path) => {
      const known = parsed.get(path)
      if (known !== undefined) return known
      const text = sources.get(path)
      if (text === undefined) {
        if (!absent.has(path)) onMissing(path)
        return undefined
      }
      const documents = parseYaml(createSource(path, text), findings)
      parsed.set(path, documents)
      return documents
    },
    // In this order: files may be read only when they are asked for.
    isAbsent: (path) => sources.get(path) === undefined && absent.has(path),
    variables: ({ workingDir, around: { environment, setAt }, envFiles }) => {
      const request = { workingDir, environment, envFiles, sources, absent }
      const { values, origins, missing } = readProjectEnvironment(request, findings)
      for (const path of missing) onMissing(path)
      const added = [...origins].filter(([name]) => !Object.hasOwn(environment, name))
      return { environment: values, setAt: new Map([...setAt, ...added]) }
    },
    afford: (what, count, { origin }) => {
      const isTooMuch = spent[what] + count > limits[what]
      spent[what] += count
      if (isTooMuch) findings.report({ code: 'COMPOSE_TOO_LARGE', message: tooMuch[what], origin })
      return !isTooMuch
    },
  }
}

const tooMuch = {
  includes: `More than ${limits.includes} projects are included, counting those that are included again.`,
  inherited: `Services that extend others take over more than ${limits.inherited} values in all.`,
} as const
