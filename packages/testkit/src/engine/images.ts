import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Engine, isEngineError } from '@berth/docker-engine'
import { copyProgram, debianFiles } from './debian-files.ts'

/**
 * Makes the image `busybox` from Debian's static build, unless one of that name exists. Resolves with
 * the reference. It has every applet in /bin, and nothing else.
 */
export async function ensureBusybox(engine: Engine): Promise<string> {
  return ensureImage(engine, 'busybox', async (context) => {
    const root = await debianFiles('busybox-static')
    await cp(path.join(root, 'bin/busybox'), path.join(context, 'busybox'))
    return [
      'FROM scratch',
      'COPY busybox /bin/busybox',
      'RUN ["/bin/busybox", "--install", "-s", "/bin"]',
      'RUN mkdir -p /tmp /etc /root && chmod 1777 /tmp && echo "root:x:0:0:root:/root:/bin/sh" > /etc/passwd',
      'ENV PATH=/bin',
      'CMD ["sh"]',
    ]
  })
}

/**
 * Makes the image `redis` from Debian's redis-server, unless one of that name exists. Resolves with the
 * reference. As in the official image, data is in the volume /data and clients need no password.
 */
export async function ensureRedis(engine: Engine): Promise<string> {
  return ensureImage(engine, 'redis', async (context) => {
    const root = await debianFiles('redis-server', 'redis-tools')
    // One binary: which of the two it is depends on the name it is started by.
    await copyProgram(root, 'usr/bin/redis-check-rdb', path.join(context, 'root'))
    await copyProgram(root, 'usr/bin/redis-cli', path.join(context, 'root'))
    await mkdir(path.join(context, 'root/data'), { recursive: true })
    await cp(
      path.join(context, 'root/usr/bin/redis-check-rdb'),
      path.join(context, 'root/usr/bin/redis-server'),
    )
    return [
      'FROM scratch',
      'COPY root /',
      'ENV PATH=/usr/bin',
      'WORKDIR /data',
      'VOLUME /data',
      'EXPOSE 6379',
      'CMD ["redis-server", "--protected-mode", "no", "--bind", "0.0.0.0"]',
    ]
  })
}

async function ensureImage(
  engine: Engine,
  reference: string,
  prepare: (context: string) => Promise<string[]>,
): Promise<string> {
  try {
    await engine.inspectImage(reference)
  } catch (error) {
    if (!isEngineError(error, 'ENGINE_IMAGE_NOT_FOUND')) throw error
    await buildFrom(engine, reference, prepare)
  }
  return reference
}

async function buildFrom(
  engine: Engine,
  reference: string,
  prepare: (context: string) => Promise<string[]>,
): Promise<void> {
  const context = await mkdtemp(path.join(tmpdir(), 'berth-image-'))
  try {
    const dockerfile = await prepare(context)
    await writeFile(path.join(context, 'Dockerfile'), `${dockerfile.join('\n')}\n`)
    await engine.buildImage({ context, tags: [reference] })
  } finally {
    await rm(context, { recursive: true, force: true })
  }
}
