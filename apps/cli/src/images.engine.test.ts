import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type ConnectedEngine, connectEngine, dockerConfigAuth } from '@berth/docker-engine/dockerode'
import {
  connectTestEngine,
  ensureBusybox,
  freePort,
  removeProject,
  startRegistry,
  type TestRegistry,
  uniqueProject,
} from '@berth/testkit/engine'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { berth } from './testing/berth.ts'

describe('berth build, push, pull and images', () => {
  const auth = { username: 'ada', password: 'secret' }
  const project = uniqueProject('images')
  let engine: ConnectedEngine
  let registry: TestRegistry
  let folder = ''
  let image = ''

  beforeAll(async () => {
    engine = await connectTestEngine()
    await ensureBusybox(engine)
    registry = await startRegistry({ auth })
    image = `${registry.host}/${project}:1`
  })
  afterAll(() => registry.stop())
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'berth-cli-'))
  })
  afterEach(async () => {
    await removeProject(engine, project)
    for (const name of (await engine.findImages([image, `${project}-tool`])).keys()) {
      await engine.removeImage(name, { force: true })
    }
    await rm(folder, { recursive: true })
  })

  const signIn = (password: string) => {
    const entry = { auth: Buffer.from(`${auth.username}:${password}`).toString('base64') }
    return writeFile(path.join(folder, 'config.json'), JSON.stringify({ auths: { [registry.host]: entry } }))
  }
  const run = (...args: string[]) => berth(folder, args, { DOCKER_CONFIG: folder })
  const write = (
    web = `{context: ., dockerfile_inline: "FROM busybox\\nARG WHO=nobody\\nLABEL who=$$WHO"}`,
  ) =>
    writeFile(
      path.join(folder, 'compose.yaml'),
      `name: ${project}\nservices:\n  web:\n    image: ${image}\n    command: [sleep, "1000"]\n    stop_signal: SIGKILL\n    build: ${web}\n`,
    )

  it('build an image, deploy it without building again, push it, remove it, and bring it back', async () => {
    await write()
    await signIn(auth.password)
    const built = await run('--progress', 'plain', 'build', '--build-arg', 'WHO=ada', '--push')
    expect(built.err).toContain(`Image ${image}  Built`)
    expect(built.err).toContain('Pushed')
    expect(built.code).toBe(0)
    const { Id, Config } = await engine.inspectImage(image)
    expect(Config?.Labels).toMatchObject({ who: 'ada', 'com.docker.compose.service': 'web' })

    expect((await run('up', '-d')).code).toBe(0)
    expect((await engine.inspectImage(image)).Id).toBe(Id)
    const listed = await run('images', '--format', 'json')
    expect(JSON.parse(listed.out)).toMatchObject([{ ID: Id, ContainerName: `${project}-web-1`, Tag: '1' }])

    const down = await run('--progress', 'plain', 'down', '--rmi', 'local')
    expect(down.err).toContain(` Image ${image}  Removed\n`)
    expect((await engine.findImages([image])).size).toBe(0)
    const pulled = await run('--progress', 'plain', 'pull')
    expect(pulled.err).toContain(`Image ${image}  Pulled`)
    expect((await engine.inspectImage(image)).Id).toBe(Id)
  })

  it('pin what the registry has now: in the plan, in what runs, and in what is printed', async () => {
    await signIn(auth.password)
    const signedIn = connectEngine({ host: engine.endpoint, registryAuth: dockerConfigAuth(folder) })
    const publish = async (dockerfile: string) => {
      await writeFile(path.join(folder, 'Dockerfile'), dockerfile)
      await signedIn.buildImage({ context: folder, tags: [image] })
      await signedIn.pushImage(image)
      return signedIn.resolveDigest(image)
    }
    const old = await publish('FROM busybox\nLABEL is=old')
    const text = `name: ${project}\nservices:\n  web: {image: "${image}", command: [sleep, "1000"], stop_signal: SIGKILL}\n`
    await writeFile(path.join(folder, 'compose.yaml'), text)
    const first = JSON.parse((await run('up', '-d', '--format', 'json')).out)
    const repository = `${registry.host}/${project}`
    expect(first).toMatchObject({
      project,
      outcome: 'succeeded',
      containers: [{ name: `${project}-web-1`, service: 'web', image, repoDigest: `${repository}@${old}` }],
    })

    const now = await publish('FROM busybox\nLABEL is=new')
    await engine.tagImage(first.containers[0].imageId, image)
    const planned = JSON.parse((await run('plan', '--pin-digests', '--format', 'json')).out)
    expect(planned.services).toMatchObject([{ service: 'web', change: 'recreate' }])
    const upped = JSON.parse((await run('up', '-d', '--pin-digests', '--format', 'json')).out)
    expect(upped.containers).toMatchObject([{ image, repoDigest: `${repository}@${now}` }])
    const { Image } = await engine.inspectContainer(`${project}-web-1`)
    expect(upped.containers[0].imageId).toBe(Image)
    const again = JSON.parse((await run('plan', '--pin-digests', '--format', 'json')).out)
    expect(again.isEmpty).toBe(true)

    const resolved = await run('config', '--resolve-image-digests')
    expect(resolved.out).toContain(`image: ${image}@${now}\n`)
    const locked = await run('config', '--lock-image-digests')
    expect(locked.out).toBe(`services:\n  web:\n    image: ${image}@${now}\n`)
    await engine.removeImage(first.containers[0].imageId, { force: true })
    signedIn.close()
  })

  it('do not deploy what cannot be pinned, and ask for an end where a result is wanted', async () => {
    await signIn(auth.password)
    const text = `name: ${project}\nservices: {web: {image: "${registry.host}/absent:1"}}\n`
    await writeFile(path.join(folder, 'compose.yaml'), text)
    const refused = await run('up', '-d', '--pin-digests')
    expect(refused.err).toContain('error ENGINE_IMAGE_NOT_FOUND')
    expect(refused.code).toBe(1)
    const endless = await run('up', '--format', 'json')
    expect(endless.err).toContain('error CLI_CONFLICTING_FLAGS')
    expect(endless.code).toBe(1)
  })

  it('say what a registry refuses, and what helps', async () => {
    await write()
    await signIn('wrong')
    await run('build')
    const pushed = await run('push')
    expect(pushed.code).toBe(1)
    expect(pushed.err).toContain('error ENGINE_REGISTRY_DENIED')
    expect(pushed.err).toContain('docker login')
    const ignored = await run('push', '--ignore-push-failures')
    expect(ignored.err).toContain('warning ENGINE_REGISTRY_DENIED')
    expect(ignored.code).toBe(0)
  })

  it('say when an image is absent or its registry is not there', async () => {
    await signIn(auth.password)
    const absent = `${registry.host}/absent:1`
    const away = `127.0.0.1:${await freePort()}/app:1`
    const file = (name: string) => `name: ${project}\nservices: {web: {image: "${name}"}}\n`
    await writeFile(path.join(folder, 'compose.yaml'), file(absent))
    expect((await run('pull', '-q')).err).toContain('error ENGINE_IMAGE_NOT_FOUND')
    await writeFile(path.join(folder, 'compose.yaml'), file(away))
    const unreachable = await run('pull', '-q')
    expect(unreachable.err).toContain('error ENGINE_REGISTRY_UNREACHABLE')
    expect(unreachable.err).toContain('fix:')
    expect(unreachable.code).toBe(1)
  })

  it('leave out what is not to be pulled, and refuse what cannot be kept', async () => {
    await write()
    const pulled = await run('pull', '--ignore-buildable')
    expect(pulled.err).toContain(' web  Skipped - Image can be built')
    expect(pulled.code).toBe(0)
    const refused = await run('build', '--memory', '1g')
    expect(refused.err).toContain('BuildKit knows no limit')
    expect(refused.code).toBe(1)
  })
})
