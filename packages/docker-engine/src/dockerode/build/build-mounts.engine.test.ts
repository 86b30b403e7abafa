import { execFile } from 'node:child_process'
import { cp } from 'node:fs/promises'
import { promisify } from 'node:util'
import { copyProgram, debianFiles } from '@berth/testkit/engine'
import { describe, expect, it } from 'vitest'
import { testBuilds } from './testing/test-builds.ts'

const run = promisify(execFile)

describe('what steps of a build may use and images never hold', () => {
  const { at, write, build, engine, tag } = testBuilds('mounts')

  it('are secrets: from files, and from what the caller holds', async () => {
    await write({
      'context/Dockerfile': [
        'FROM busybox',
        'RUN --mount=type=secret,id=file cat /run/secrets/file',
        'RUN --mount=type=secret,id=token,required=true cat /run/secrets/token',
        'RUN ! test -e /run/secrets/file',
        '',
      ].join('\n'),
      'secret.txt': 'from a file\n',
    })
    const secrets = [
      { id: 'file', file: at('secret.txt') },
      { id: 'token', read: () => 'from the caller\n' },
    ]
    const { output } = await build({ secrets })
    expect(output.filter((line) => line.startsWith('from'))).toEqual(['from a file', 'from the caller'])
  })

  it('are no secrets that were not given: a step that needs one fails', async () => {
    await write({
      'context/Dockerfile': 'FROM busybox\nRUN --mount=type=secret,id=token,required=true true\n',
    })
    await expect(build({ secrets: [{ id: 'other', read: () => 'x' }] })).rejects.toMatchObject({
      code: 'ENGINE_BUILD_FAILED',
      message: expect.stringContaining('token'),
    })
  })

  it('are no secrets whose file is not there: the build does not begin', async () => {
    await write({ 'context/Dockerfile': 'FROM busybox\nRUN --mount=type=secret,id=token true\n' })
    const secrets = [{ id: 'token', file: at('gone') }]
    await expect(build({ secrets })).rejects.toMatchObject({
      code: 'ENGINE_BUILD_FAILED',
      message: expect.stringContaining(at('gone')),
      fix: expect.stringContaining('secret'),
    })
  })

  it('are ssh keys, in an agent or in a file, without the keys themselves', async () => {
    const root = await debianFiles('openssh-client')
    for (const program of ['usr/bin/ssh-add', 'usr/bin/ssh-keygen']) {
      await copyProgram(root, program, at('context/image'))
    }
    const keygen = at('context/image/usr/bin/ssh-keygen')
    for (const type of ['ed25519', 'rsa']) {
      await run(keygen, ['-q', '-t', type, '-N', '', '-C', `${type} key`, '-f', at(type)])
      await cp(at(`${type}.pub`), at(`context/${type}.pub`))
    }
    await write({
      'context/Dockerfile': [
        'FROM busybox',
        'COPY image /',
        'COPY *.pub /',
        // Lists what the agent has, and has it sign.
        'RUN --mount=type=ssh /usr/bin/ssh-add -L | cut -d" " -f3- && /usr/bin/ssh-add -T /ed25519.pub',
        'RUN --mount=type=ssh,id=other /usr/bin/ssh-add -L | cut -d" " -f3- && /usr/bin/ssh-add -T /rsa.pub',
        '',
      ].join('\n'),
    })
    const ssh = [
      { id: 'default', path: at('ed25519') },
      { id: 'other', path: at('rsa') },
    ]
    const { output } = await build({ ssh })
    expect(output).toEqual(['ed25519 key', 'rsa key'])
  })

  it('are no ssh keys where there is no agent', async () => {
    await write({ 'context/Dockerfile': 'FROM busybox\nRUN --mount=type=ssh true\n' })
    await expect(build({ ssh: [{ id: 'default', path: at('gone') }] })).rejects.toMatchObject({
      code: 'ENGINE_BUILD_FAILED',
      message: expect.stringContaining(at('gone')),
    })
    await expect(engine().inspectImage(tag)).rejects.toMatchObject({ code: 'ENGINE_IMAGE_NOT_FOUND' })
  })
})
