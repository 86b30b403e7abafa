import type { ContainerSummary } from '@berth/docker-engine'
import type { CommandInput } from '../args/command.ts'
import type { portFlags } from '../args/reading-flags.ts'
import { withEngine } from '../engine.ts'
import { publishersOf } from '../print/ports.ts'
import { printProblem } from '../print/print-problem.ts'
import type { Problem } from '../problem.ts'
import { findContainer } from '../project/find-container.ts'
import { findTarget } from '../project/target.ts'

/** `berth port`: where a port of a container is published on the host. */
export async function port(input: CommandInput<typeof portFlags>): Promise<number> {
  const { flags, globals, world } = input
  const [service, text = ''] = input.services
  const refuse = (problem: Problem) => {
    printProblem(problem, world, globals.ansi)
    return 1
  }
  if (service === undefined || !/^\d+$/.test(text)) return refuse(noPort)
  const target = findTarget({ ...input, services: [service] })
  if (target === undefined) return 1
  return withEngine(input, async (engine) => {
    const found = await findContainer(engine, { project: target.name, service, index: flags.index })
    if ('problem' in found) return refuse(found.problem)
    const protocol = flags.protocol ?? 'tcp'
    const published = publishersOf(found.ports).find(
      ({ TargetPort, Protocol, PublishedPort }) =>
        TargetPort === Number(text) && Protocol === protocol && PublishedPort > 0,
    )
    if (published === undefined) return refuse(notPublished(found, `${text}/${protocol}`))
    const address = published.URL.includes(':') ? `[${published.URL}]` : published.URL
    world.out.write(`${address}:${published.PublishedPort}\n`)
    return 0
  })
}

function notPublished({ name, ports }: ContainerSummary, wanted: string): Problem {
  const published = publishersOf(ports).filter(({ PublishedPort }) => PublishedPort > 0)
  const known = [...new Set(published.map(({ TargetPort, Protocol }) => `${TargetPort}/${Protocol}`))]
  return {
    code: 'CLI_NO_SUCH_PORT',
    message: `no port ${wanted} for container ${name}`,
    fix: known.length === 0 ? 'It publishes no port.' : `It publishes ${known.join(', ')}.`,
  }
}

const noPort: Problem = {
  code: 'CLI_BAD_VALUE',
  message: '`berth port` needs a service and a port of its containers',
  fix: 'Write for example `berth port web 80`.',
}
