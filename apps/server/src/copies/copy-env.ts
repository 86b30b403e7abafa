import { composeFilesOf } from '../projects/loader.ts'
import { readEnvText, removeFromEnvText, separatorIn, setInEnvText } from '../variables/env-text.ts'
import { type CopyPort, copyFileName } from './isolate.ts'

export interface CopyEnvironment {
  /** Of the copy. */
  readonly name: string
  readonly ports: readonly CopyPort[]
  /** What it had before, whose variables go. */
  readonly known: readonly CopyPort[]
  /** Its files, but for what Berth writes. */
  readonly paths: readonly string[]
  readonly workdir: string
}

/**
 * The `.env` of a copy: what it was, with what makes Berth and `docker compose` merge {@link copyFileName} too, and
 * with `PORT_<SERVICE>_<TARGET>` for each port that was given. Pure.
 */
export function copyEnvText(text: string, copy: CopyEnvironment): string {
  const { name, ports, known, paths, workdir } = copy
  const set = readEnvText(text)
  const separator = separatorIn(text)
  const below = (file: string) => (workdir === '' ? file : file.slice(workdir.length + 1))
  const merged = composeFilesOf(paths, { workdir, env: text })
    .map(below)
    .filter((file) => file !== copyFileName)
  const wanted = new Map([
    ['COMPOSE_PROJECT_NAME', name],
    ['COMPOSE_FILE', [...merged, copyFileName].join(separator)],
    ...ports.map((port) => [variableOf(port), String(port.published)] as const),
  ])
  const gone = known.map(variableOf).filter((variable) => !wanted.has(variable) && set.has(variable))
  const left = [...new Set(gone)].reduce(removeFromEnvText, text)
  return [...wanted]
    .filter(([variable, value]) => set.get(variable)?.value !== value)
    .reduce((env, [variable, value]) => setInEnvText(env, variable, value), left)
}

/** `PORT_WEB_80`; of several ports with one target, `PORT_WEB_80_2` and so on. Pure. */
const variableOf = ({ service, target, ordinal }: CopyPort) =>
  `PORT_${service.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}_${target}${ordinal === 0 ? '' : `_${ordinal + 1}`}`
