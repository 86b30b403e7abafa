import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type CreateContainer, type Engine, label } from '@berth/docker-engine'
import { removeProject } from '@berth/testkit/engine'
import { type ApiClient, type BerthProcess, signUp, startBerth } from '@berth/testkit/server'

/** A server that knows projects, whose containers are on the Engine. */
export interface Stage {
  readonly server: BerthProcess
  readonly api: ApiClient
  /** Names of the projects, in their order. */
  readonly projects: readonly string[]
}

export interface StageOptions {
  readonly engine: Engine
  readonly image: string
  /** Begins the names of all projects. */
  readonly prefix: string
  readonly projects: number
  /** Each with one container, which is created and never started: the Engine tells as much of it. */
  readonly servicesEach: number
}

/** Runs `work` on a stage of its own, and leaves nothing of it behind. */
export async function onStage<T>(options: StageOptions, work: (stage: Stage) => Promise<T>): Promise<T> {
  const { engine, prefix } = options
  const dataDir = mkdtempSync(path.join(tmpdir(), 'berth-bench-'))
  const projects = Array.from({ length: options.projects }, (_, index) => `${prefix}-p${index + 1}`)
  let server: BerthProcess | undefined
  try {
    for (const project of projects) await createContainers(project, options)
    server = await startBerth({ dataDir })
    const api = await signUp(server)
    for (const project of projects) await register(api, project, options)
    return await work({ server, api, projects })
  } finally {
    await server?.kill()
    for (const project of projects) await removeProject(engine, project)
    rmSync(dataDir, { recursive: true })
  }
}

const servicesOf = ({ servicesEach }: StageOptions) =>
  Array.from({ length: servicesEach }, (_, index) => `s${index + 1}`)

async function createContainers(project: string, options: StageOptions): Promise<void> {
  const { engine, image } = options
  for (const service of servicesOf(options)) {
    await engine.createContainer(
      containerOf({ project, service, number: 1, image, command: ['sleep', '3600'] }),
    )
  }
}

/** A container as Compose makes them, as far as the server looks. It has no network, and stops at once. */
export const containerOf = (of: {
  readonly project: string
  readonly service: string
  readonly number: number
  readonly image: string
  readonly command: readonly string[]
}): CreateContainer => ({
  name: `${of.project}-${of.service}-${of.number}`,
  body: {
    Image: of.image,
    Cmd: of.command,
    StopSignal: 'SIGKILL',
    Labels: {
      [label.project]: of.project,
      [label.service]: of.service,
      [label.containerNumber]: String(of.number),
      [label.oneOff]: 'False',
      [label.configHash]: 'of a benchmark',
    },
    HostConfig: { NetworkMode: 'none' },
  },
})

/** Registers a project whose file asks for the services. */
async function register(api: ApiClient, project: string, options: StageOptions): Promise<void> {
  const services = Object.fromEntries(
    servicesOf(options).map((service) => [service, { image: options.image, command: 'sleep 3600' }]),
  )
  const files = [{ path: 'compose.yaml', content: JSON.stringify({ services }) }]
  const { status, text } = await api.call('PUT', `/projects/${project}`, { files })
  if (status !== 200) throw new Error(`The server refused ${project}: ${text}`)
}
