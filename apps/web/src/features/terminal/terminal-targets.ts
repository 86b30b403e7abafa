import type { ProjectDetail } from '@berth/contract'

/** A container in which a command can be run. */
export interface RunningContainer {
  readonly name: string
  readonly service: string
}

const canRun: ReadonlySet<string> = new Set(['running', 'healthy', 'unhealthy', 'starting'])

/** The containers of a project that run, in the order of its services. */
export const runningContainers = ({
  services,
}: Pick<ProjectDetail, 'services'>): readonly RunningContainer[] =>
  services.flatMap((service) =>
    service.replicas
      .filter(({ state }) => canRun.has(state))
      .map(({ name }) => ({ name, service: service.name })),
  )

export const shells = [
  { value: 'auto', label: 'Shell: bash, else sh', command: undefined },
  { value: 'sh', label: '/bin/sh', command: ['/bin/sh'] },
  { value: 'bash', label: '/bin/bash', command: ['/bin/bash'] },
  { value: 'other', label: 'Another command', command: undefined },
] as const

export type Shell = (typeof shells)[number]['value']

/** What is run; undefined for the shell that the server finds. A line of one's own is for the container's sh. */
export function commandOf(shell: Shell, line: string): readonly string[] | undefined {
  if (shell === 'other') return ['/bin/sh', '-c', line]
  return shells.find(({ value }) => value === shell)?.command
}
