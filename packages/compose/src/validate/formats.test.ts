import { describe, expect, it } from 'vitest'
import { containerName, ipAddress, publishedPort, pullPolicy, restartPolicy } from './formats.ts'

describe.each([
  ['containerName', containerName, ['ab', 'a.b_c-1'], ['a', '-a', 'a b', 'ä1']],
  [
    'restartPolicy',
    restartPolicy,
    ['', 'no', 'always', 'unless-stopped', 'on-failure', 'on-failure:3'],
    ['No', 'any', 'on-failure:'],
  ],
  [
    'pullPolicy',
    pullPolicy,
    ['always', 'missing', 'if_not_present', 'every_12h30m', 'daily'],
    ['sometimes', 'every_'],
  ],
  ['publishedPort', publishedPort, ['', '80', '80-90'], ['a', '80-']],
  [
    'ipAddress',
    ipAddress,
    ['', '1.2.3.4', '::', '::1', 'fe80::1%eth0', '2001:db8:0:0:0:0:0:1'],
    ['1.2.3', '1.2.3.256', '1::2::3', 'g::', '1:2:3'],
  ],
] as const)('%s', (_name, check, fine, faulty) => {
  it.each(fine)('accepts "%s"', (text) => {
    expect(check(text, 'string')).toBeUndefined()
  })

  it.each(faulty)('refuses "%s"', (text) => {
    expect(check(text, 'string')).toEqual(expect.any(String))
  })
})
