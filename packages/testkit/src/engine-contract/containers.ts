import { expect, it } from 'vitest'
import { freePort } from '../engine/free-port.ts'
import { waitFor } from '../engine/wait-for.ts'
import { commands, create, inspectUntil, run, type Subject } from './subject.ts'

/** Names, states and ports of containers. */
export function containerRules(subject: () => Subject): void {
  it('lists a new container with its labels, and not those of others', async () => {
    const { engine, label, labels, prefix, image } = subject()
    const id = await create(subject(), 'one')
    await expect(engine.listContainers({ labels: [label] })).resolves.toMatchObject([
      { id, name: `${prefix}-one`, image, state: 'created', labels, ports: [], command: 'sleep 600' },
    ])
    await expect(engine.listContainers({ labels: [`${label}x`] })).resolves.toEqual([])
  })

  it('tells in an inspect what a container was created with', async () => {
    const id = await create(subject(), 'one', {
      Env: ['A=1'],
      User: '1000',
      WorkingDir: '/tmp',
      HostConfig: { RestartPolicy: { Name: 'always', MaximumRetryCount: 0 } },
    })
    await expect(subject().engine.inspectContainer(id)).resolves.toMatchObject({
      Id: id,
      Name: `/${subject().prefix}-one`,
      RestartCount: 0,
      State: { Status: 'created', Running: false },
      Config: { Cmd: [...commands.idle], User: '1000', WorkingDir: '/tmp', Labels: subject().labels },
      HostConfig: { RestartPolicy: { Name: 'always' } },
    })
  })

  it('refuses a name that is taken', async () => {
    await create(subject(), 'one')
    await expect(create(subject(), 'one')).rejects.toMatchObject({ code: 'ENGINE_CONFLICT' })
  })

  it('refuses an image that is not there, and names it', async () => {
    const image = `${subject().prefix}-nowhere:1`
    await expect(create(subject(), 'one', { Image: image })).rejects.toMatchObject({
      code: 'ENGINE_IMAGE_NOT_FOUND',
      details: { image },
    })
  })

  it('starts and stops, twice without complaint', async () => {
    const { engine } = subject()
    const id = await run(subject(), 'one')
    await engine.startContainer(id)
    await expect(engine.inspectContainer(id)).resolves.toMatchObject({ State: { Status: 'running' } })
    await engine.stopContainer(id, { graceSeconds: 0 })
    await engine.stopContainer(id, { graceSeconds: 0 })
    await expect(engine.inspectContainer(id)).resolves.toMatchObject({
      State: { Status: 'exited', Running: false, ExitCode: 137 },
    })
  })

  it('lists as stopped what it has just answered to have stopped', async () => {
    const { engine, label } = subject()
    const ids = await Promise.all(['one', 'two', 'three', 'four', 'five'].map((name) => run(subject(), name)))
    for (const id of ids) {
      await engine.stopContainer(id, { graceSeconds: 0 })
      const listed = await engine.listContainers({ labels: [label] })
      expect(listed.find((container) => container.id === id)).toMatchObject({ state: 'exited' })
    }
  })

  it('restarts what runs, and what does not', async () => {
    const { engine } = subject()
    const id = await run(subject(), 'one')
    const before = await engine.inspectContainer(id)
    await engine.restartContainer(id, { graceSeconds: 0 })
    const after = await engine.inspectContainer(id)
    expect(after.State.Status).toBe('running')
    expect(Date.parse(after.State.StartedAt)).toBeGreaterThanOrEqual(Date.parse(before.State.FinishedAt))
    await engine.stopContainer(id, { graceSeconds: 0 })
    await engine.restartContainer(id, { graceSeconds: 0 })
    await expect(engine.inspectContainer(id)).resolves.toMatchObject({ State: { Status: 'running' } })
  })

  it('pauses what runs, and only that, and stops it all the same', async () => {
    const { engine } = subject()
    const conflict = { code: 'ENGINE_CONFLICT' }
    const id = await create(subject(), 'one')
    await expect(engine.pauseContainer(id)).rejects.toMatchObject(conflict)
    await engine.startContainer(id)
    await expect(engine.unpauseContainer(id)).rejects.toMatchObject(conflict)
    await engine.pauseContainer(id)
    await expect(engine.inspectContainer(id)).resolves.toMatchObject({ State: { Status: 'paused' } })
    await expect(engine.pauseContainer(id)).rejects.toMatchObject(conflict)
    await engine.unpauseContainer(id)
    await expect(engine.inspectContainer(id)).resolves.toMatchObject({ State: { Status: 'running' } })
    await engine.pauseContainer(id)
    await engine.stopContainer(id, { graceSeconds: 0 })
    await expect(engine.inspectContainer(id)).resolves.toMatchObject({ State: { Status: 'exited' } })
  })

  it('sends a signal to what runs', async () => {
    const { engine } = subject()
    const id = await run(subject(), 'one')
    await expect(engine.killContainer(id, 'NOSUCH')).rejects.toMatchObject({ code: 'ENGINE_REFUSED' })
    await engine.killContainer(id, 'SIGKILL')
    await expect(engine.waitForExit(id)).resolves.toEqual({ exitCode: 137 })
    await expect(engine.killContainer(id, 'SIGKILL')).rejects.toMatchObject({ code: 'ENGINE_CONFLICT' })
  })

  it('waits until a container stops, and not for one that has', async () => {
    const { engine } = subject()
    const id = await run(subject(), 'one')
    const exit = engine.waitForExit(id)
    await engine.stopContainer(id, { graceSeconds: 0 })
    await expect(exit).resolves.toEqual({ exitCode: 137 })
    await expect(engine.waitForExit(id)).resolves.toEqual({ exitCode: 137 })
    const failing = await run(subject(), 'two', { Cmd: commands.failing })
    await expect(engine.waitForExit(failing)).resolves.toEqual({ exitCode: 3 })
  })

  it('does not know a container that does not exist', async () => {
    const { engine, prefix } = subject()
    const missing = { code: 'ENGINE_NOT_FOUND' }
    await expect(engine.inspectContainer(prefix)).rejects.toMatchObject(missing)
    await expect(engine.startContainer(prefix)).rejects.toMatchObject(missing)
    await expect(engine.stopContainer(prefix)).rejects.toMatchObject(missing)
    await expect(engine.removeContainer(prefix)).rejects.toMatchObject(missing)
    await expect(engine.restartContainer(prefix)).rejects.toMatchObject(missing)
    await expect(engine.pauseContainer(prefix)).rejects.toMatchObject(missing)
    await expect(engine.unpauseContainer(prefix)).rejects.toMatchObject(missing)
    await expect(engine.killContainer(prefix, 'SIGKILL')).rejects.toMatchObject(missing)
    await expect(engine.waitForExit(prefix)).rejects.toMatchObject(missing)
    await expect(engine.renameContainer(prefix, `${prefix}-new`)).rejects.toMatchObject(missing)
  })

  it('removes a running container only by force', async () => {
    const { engine, label } = subject()
    const id = await run(subject(), 'one')
    await expect(engine.removeContainer(id)).rejects.toMatchObject({ code: 'ENGINE_CONFLICT' })
    await engine.removeContainer(id, { force: true })
    await expect(engine.listContainers({ labels: [label] })).resolves.toEqual([])
  })

  it('renames, but not to a name that is taken', async () => {
    const { engine, prefix } = subject()
    const id = await create(subject(), 'one')
    await create(subject(), 'two')
    await expect(engine.renameContainer(id, `${prefix}-two`)).rejects.toMatchObject({
      code: 'ENGINE_CONFLICT',
    })
    await engine.renameContainer(id, `${prefix}-three`)
    await expect(engine.inspectContainer(`${prefix}-three`)).resolves.toMatchObject({ Id: id })
  })

  it('keeps the exit code of a program that ends', async () => {
    const id = await run(subject(), 'one', { Cmd: commands.failing })
    const { State } = await inspectUntil(subject(), id, ({ State }) => State.Status === 'exited')
    expect(State).toMatchObject({ ExitCode: 3, Running: false })
  })

  it('restarts a program that fails as often as its policy says', async () => {
    const RestartPolicy = { Name: 'on-failure', MaximumRetryCount: 2 }
    const id = await run(subject(), 'one', { Cmd: commands.failing, HostConfig: { RestartPolicy } })
    const inspect = await inspectUntil(subject(), id, ({ State }) => State.Status === 'exited')
    expect(inspect).toMatchObject({ RestartCount: 2, State: { ExitCode: 3 } })
  })

  it.each([
    { program: 'true', health: 'healthy' },
    { program: 'false', health: 'unhealthy' },
  ])('finds a container whose check runs `$program` $health', async ({ program, health }) => {
    const Healthcheck = { Test: ['CMD', program], Interval: 200_000_000, Timeout: 10_000_000_000, Retries: 1 }
    const id = await run(subject(), 'one', { Healthcheck })
    const { State } = await inspectUntil(subject(), id, ({ State }) => State.Health?.Status !== 'starting')
    expect(State.Health?.Status).toBe(health)
  })

  portRules(subject)
}

function portRules(subject: () => Subject): void {
  const publishing = (HostPort: string, HostIp = '127.0.0.1') => ({
    ExposedPorts: { '80/tcp': {} },
    HostConfig: { PortBindings: { '80/tcp': [{ HostIp, HostPort }] } },
  })

  it('publishes a port while a container runs', async () => {
    const { engine, label } = subject()
    const port = await freePort()
    const id = await run(subject(), 'one', publishing(String(port)))
    const ports = [{ hostIp: '127.0.0.1', published: port, target: 80, protocol: 'tcp' }]
    await expect(engine.listContainers({ labels: [label] })).resolves.toMatchObject([{ ports }])
    await engine.stopContainer(id, { graceSeconds: 0 })
    // The Engine's list lags a moment behind its answer to a stop.
    await waitFor('the port is free', async () => {
      const [container] = await engine.listContainers({ labels: [label] })
      return container?.ports.length === 0
    })
  })

  it('chooses a port when none is asked for', async () => {
    const id = await run(subject(), 'one', publishing(''))
    const { NetworkSettings } = await subject().engine.inspectContainer(id)
    expect(Number(NetworkSettings.Ports?.['80/tcp']?.[0]?.HostPort)).toBeGreaterThan(1024)
  })

  it('does not start a container whose port is in use, and names the port', async () => {
    const { engine } = subject()
    const port = String(await freePort())
    const first = await run(subject(), 'one', publishing(port, ''))
    const second = await create(subject(), 'two', publishing(port))
    await expect(engine.startContainer(second)).rejects.toMatchObject({
      code: 'ENGINE_PORT_IN_USE',
      details: { port },
    })
    await expect(engine.inspectContainer(second)).resolves.toMatchObject({ State: { Status: 'created' } })

    await engine.removeContainer(first, { force: true })
    await engine.startContainer(second)
    await expect(engine.inspectContainer(second)).resolves.toMatchObject({ State: { Status: 'running' } })
  })
}
