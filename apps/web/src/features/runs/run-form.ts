import type { RunInput } from '@berth/contract'

/** The form as it is typed. */
export interface RunForm {
  readonly service: string
  readonly buildId: string
  readonly ref: string
  readonly timeout: string
  /** Paths, one a line. */
  readonly artifacts: string
  /** NAME=value, one a line. */
  readonly variables: string
  /** How long the environment stays when the run fails; empty: not at all. */
  readonly keep: string
}

export const blankRunForm: RunForm = {
  service: '',
  buildId: '',
  ref: '',
  timeout: '15m',
  artifacts: '',
  variables: '',
  keep: '',
}

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** What keeps the form from being sent, in words, by its field; false: nothing. Pure. */
export function checkRunForm({ buildId, timeout, artifacts, variables }: RunForm) {
  const path = linesOf(artifacts).find((line) => !/^\/.*[^/]$/.test(line))
  const variable = linesOf(variables).find((line) => !/^[A-Za-z_][A-Za-z0-9_]*=/.test(line))
  return {
    buildId:
      !/^([a-z0-9][a-z0-9_-]{0,39})?$/.test(buildId) && 'Small letters, digits, - and _, at most 40 of them.',
    timeout: !/^([0-9]{1,6}(ms|s|m|h|d))+$/.test(timeout) && 'A time such as 15m or 1h30m.',
    artifacts: path !== undefined && `${path} is no path in the container, such as /reports/junit.xml.`,
    variables: variable !== undefined && `${variable} is not NAME=value.`,
  }
}

/** What is sent. Pure. */
export function toRunInput(form: RunForm): RunInput {
  const { service, buildId, ref, timeout, keep } = form
  const artifacts = linesOf(form.artifacts)
  const variables = linesOf(form.variables).map((line) => {
    const at = line.indexOf('=')
    return [line.slice(0, at), line.slice(at + 1)] as const
  })
  return {
    service: service.trim(),
    timeout,
    ...(buildId !== '' && { buildId }),
    ...(ref.trim() !== '' && { ref: ref.trim() }),
    ...(artifacts.length > 0 && { artifacts }),
    ...(variables.length > 0 && { environment: Object.fromEntries(variables) }),
    ...(keep !== '' && { keepOnFailure: keep }),
  }
}
