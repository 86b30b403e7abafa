import { availableParallelism } from 'node:os'
import { label } from '@berth/docker-engine'
import Docker from 'dockerode'
import { type BenchProject, benchImage, checkIntervalMs, commands } from './bench-project.ts'
import type { EngineContender, Wanted } from './contender.ts'

/**
 * The smallest sequence of Engine calls that could do each step, made with dockerode and by nothing that
 * thinks: it knows what runs, and looks only where a step is to look. Calls that do not depend on one another
 * are in flight together, starts at most as many as there are cores, because more gain nothing. A container is
 * replaced without destroying the old one before the new one runs, as Berth has to.
 */
export function smallestSequence(host: string): EngineContender {
  const docker = new Docker({ socketPath: new URL(host).pathname })
  /** Container names by project, in the order of their services and numbers. */
  const running = new Map<string, { wanted: Wanted; names: readonly string[] }>()
  return {
    up: async (project, wanted) => {
      const now = running.get(project.name)
      if (now === undefined) await createAll(docker, project, wanted)
      else if (now.wanted.tag !== wanted.tag) await replaceFirst(docker, project, wanted)
      else if (now.wanted.scale !== wanted.scale)
        await scaleFirst(docker, project, { wanted, now: now.wanted })
      else await look(docker, project)
      running.set(project.name, { wanted, names: namesOf(project, wanted) })
    },
    restart: async ({ name }) => {
      await Promise.all((running.get(name)?.names ?? []).map((each) => docker.getContainer(each).restart()))
    },
    down: async (project) => {
      const names = running.get(project.name)?.names ?? []
      await Promise.all(names.map((each) => remove(docker, each, project.kind)))
      await docker.getNetwork(networkOf(project)).remove()
      running.delete(project.name)
    },
    build: async ({ folder, name }) => {
      const stream = await docker.buildImage(
        { context: folder, src: ['Dockerfile', 'app.txt'] },
        { t: `${name}-s1`, version: '2' },
      )
      for await (const _chunk of stream) {
        // Read to its end: the build ends with it.
      }
    },
    close: () => {},
  }
}

const networkOf = ({ name }: BenchProject) => `${name}_default`

/** So that it can be found and removed after a run that failed. */
const labelsOf = ({ name }: BenchProject) => ({ [label.project]: name })

const firstName = ({ name }: BenchProject, number: number) => `${name}-s1-${number}`

function namesOf(project: BenchProject, { scale }: Wanted): string[] {
  const firsts = Array.from({ length: scale }, (_, index) => firstName(project, index + 1))
  const others = Array.from({ length: project.services - 1 }, (_, index) => `${project.name}-s${index + 2}-1`)
  return [...firsts, ...others]
}

async function createAll(docker: Docker, project: BenchProject, wanted: Wanted): Promise<void> {
  await docker.createNetwork({ Name: networkOf(project), Labels: labelsOf(project) })
  const names = namesOf(project, wanted)
  if (project.kind !== 'chain') {
    await eachOf(names, async (name) => (await create(docker, project, name, wanted)).start())
    return
  }
  const made = await Promise.all(names.map((name) => create(docker, project, name, wanted)))
  for (const [index, container] of made.entries()) {
    const healthy = index < made.length - 1 ? untilHealthy(docker, container.id) : Promise.resolve()
    await container.start()
    await healthy
  }
}

/** At most as many at once as there are cores. */
async function eachOf<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const queue = items.values()
  const worker = async () => {
    for (const item of queue) await work(item)
  }
  await Promise.all(Array.from({ length: availableParallelism() }, worker))
}

function create(
  docker: Docker,
  project: BenchProject,
  name: string,
  { tag }: Wanted,
): Promise<Docker.Container> {
  const network = networkOf(project)
  return docker.createContainer({
    name,
    Image: benchImage,
    Cmd: [...commands[project.kind]],
    Labels: labelsOf(project),
    Env: [`TAG=${tag}`],
    ...(project.kind !== 'polite' && { StopSignal: 'SIGKILL' }),
    ...(project.kind === 'chain' && {
      Healthcheck: { Test: ['CMD', 'true'], Interval: checkIntervalMs * 1_000_000 },
    }),
    HostConfig: { NetworkMode: network },
    NetworkingConfig: { EndpointsConfig: { [network]: {} } },
  })
}

async function untilHealthy(docker: Docker, id: string): Promise<void> {
  const stream = await docker.getEvents({ filters: { container: [id], event: ['health_status'] } })
  for await (const chunk of stream) if (String(chunk).includes('health_status: healthy')) return
}

async function replaceFirst(docker: Docker, project: BenchProject, wanted: Wanted): Promise<void> {
  const name = firstName(project, 1)
  const old = docker.getContainer(name)
  const fresh = await create(docker, project, `new_${name}`, wanted)
  await old.stop()
  await fresh.start()
  await old.remove()
  await fresh.rename({ name })
}

async function scaleFirst(
  docker: Docker,
  project: BenchProject,
  { wanted, now }: { readonly wanted: Wanted; readonly now: Wanted },
): Promise<void> {
  const numbers = (from: number, to: number) =>
    Array.from({ length: Math.max(0, to - from) }, (_, index) => firstName(project, from + index + 1))
  await eachOf(numbers(now.scale, wanted.scale), async (name) =>
    (await create(docker, project, name, wanted)).start(),
  )
  await Promise.all(numbers(wanted.scale, now.scale).map((name) => remove(docker, name, project.kind)))
}

/** Killing is the same as stopping where the stop signal is SIGKILL. */
async function remove(docker: Docker, name: string, kind: BenchProject['kind']): Promise<void> {
  const container = docker.getContainer(name)
  if (kind === 'polite') await container.stop()
  await container.remove({ force: kind !== 'polite' })
}

/** What nobody can tell without: which containers there are, their network, and what the image is now. */
async function look(docker: Docker, project: BenchProject): Promise<void> {
  const network = networkOf(project)
  await Promise.all([
    docker.listContainers({ all: true, filters: { network: [network] } }),
    docker.listNetworks({ filters: { name: [network] } }),
    docker.getImage(benchImage).inspect(),
  ])
}
