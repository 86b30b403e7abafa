import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { isAnswerable, readSlackCommand } from './slack-request.ts'

/** The example of Slack's documentation. */
const documented = {
  secret: '8f742231b10e8888abcd99yyyzzz85a5',
  timestamp: '1531420618',
  signature: 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
  body: 'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
}

const read = (
  { secret, timestamp, signature, body }: typeof documented,
  { now = 1531420618_000, allowLoopback = false } = {},
) =>
  readSlackCommand(
    {
      headers: { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature },
      body: Buffer.from(body),
    },
    { secret, now, allowLoopback },
  )

const signed = (body: string, timestamp = documented.timestamp) => ({
  ...documented,
  body,
  timestamp,
  signature: `v0=${createHmac('sha256', documented.secret).update(`v0:${timestamp}:${body}`).digest('hex')}`,
})

describe('readSlackCommand', () => {
  it("believes the example of Slack's documentation", () => {
    expect(read(documented)).toMatchObject({
      kind: 'command',
      command: {
        name: '/webhook-collect',
        text: '',
        team: 'T1DC2JH3J',
        workspace: 'testteamnow',
        slackUser: 'U2CERLKJA',
        slackName: 'roadrunner',
      },
    })
  })

  it.each([
    ['another body', { ...documented, body: `${documented.body}&text=deploy` }],
    ['another secret', { ...documented, secret: `${documented.secret}x` }],
    ['another time', { ...documented, timestamp: '1531420619' }],
    ['no version', { ...documented, signature: documented.signature.slice(3) }],
    ['no signature', { ...documented, signature: '' }],
    ['a time that is no number', signed(documented.body, '1531420618.5')],
  ])('refuses %s', (_what, request) => {
    expect(read(request)).toMatchObject({ kind: 'refused' })
  })

  it.each([
    [-300, 'command'],
    [300, 'command'],
    [-301, 'refused'],
    [301, 'refused'],
  ])('when the clocks are %d seconds apart, it is %s', (seconds, kind) => {
    expect(read(documented, { now: (1531420618 + seconds) * 1000 })).toMatchObject({ kind })
  })

  it('knows one that comes again, however its signature is written', () => {
    const hashOf = (reading: ReturnType<typeof read>) =>
      reading.kind === 'command' ? reading.hash : undefined
    const again = {
      ...documented,
      signature: documented.signature.replace(/[a-f]/g, (digit) => digit.toUpperCase()),
    }
    expect(hashOf(read(documented))).toBeTypeOf('string')
    expect(hashOf(read(again))).toBe(hashOf(read(documented)))
  })

  it('answers the check of the certificate', () => {
    expect(read(signed('ssl_check=1'))).toEqual({ kind: 'check' })
  })

  it('refuses one whose answer would go elsewhere', () => {
    const body = documented.body.replace('hooks.slack.com', 'hooks.example.com')
    expect(read(signed(body))).toEqual({
      kind: 'refused',
      why: 'Its response_url is not at https://hooks.slack.com/.',
    })
  })
})

describe('an address of answers', () => {
  it.each([
    ['https://hooks.slack.com/commands/T1/2/x', true],
    ['https://hooks.slack.com:443/x', true],
    ['http://hooks.slack.com/x', false],
    ['https://hooks.slack.com:8443/x', false],
    ['https://hooks.slack.com.evil.example/x', false],
    ['https://hooks.slack.com@evil.example/x', false],
    ['https://user@hooks.slack.com/x', false],
    ['https://169.254.169.254/latest/meta-data', false],
    ['http://127.0.0.1:8080/x', false],
    ['file:///etc/passwd', false],
    ['x', false],
  ])('%s may be called: %s', (address, isAllowed) => {
    expect(isAnswerable(address, false)).toBe(isAllowed)
  })

  it('may be on this machine only where tests say so', () => {
    expect(isAnswerable('http://127.0.0.1:8080/x', true)).toBe(true)
    expect(isAnswerable('http://169.254.169.254/x', true)).toBe(false)
    expect(isAnswerable('http://127.0.0.1.evil.example/x', true)).toBe(false)
  })
})
