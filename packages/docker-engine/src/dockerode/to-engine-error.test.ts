import { describe, expect, it } from 'vitest'
import { EngineError } from '../errors.ts'
import { toEngineError } from './to-engine-error.ts'

/** As docker-modem throws it. */
const refused = (statusCode: number, message: string) =>
  Object.assign(new Error(`(HTTP code ${statusCode}) unexpected - ${message} `), {
    statusCode,
    json: { message },
  })

const attempt = { doing: 'start container web', image: 'redis:9' }

describe('toEngineError', () => {
  it.each([
    {
      words:
        'driver failed programming external connectivity on endpoint web (3b): Bind for 0.0.0.0:8080 failed: port is already allocated',
      code: 'ENGINE_PORT_IN_USE',
      details: { port: '8080' },
    },
    {
      words: 'Error starting userland proxy: listen tcp4 0.0.0.0:8080: bind: address already in use',
      code: 'ENGINE_PORT_IN_USE',
      details: { port: '8080' },
    },
    {
      words:
        'failed to set up container networking: driver failed programming external connectivity on endpoint web: failed to bind host port for [::]:53:172.17.0.2:53/udp: address already in use',
      code: 'ENGINE_PORT_IN_USE',
      details: { port: '53' },
    },
    {
      words: 'failed to bind host port 127.0.0.1:8080/tcp: address already in use',
      code: 'ENGINE_PORT_IN_USE',
      details: { port: '8080' },
    },
    { words: 'Address already in use', code: 'ENGINE_REFUSED', details: {} },
    {
      words: 'manifest for redis:9 not found: manifest unknown: manifest unknown',
      code: 'ENGINE_IMAGE_NOT_FOUND',
      details: { image: 'redis:9' },
    },
    {
      words: 'toomanyrequests: You have reached your pull rate limit.',
      code: 'ENGINE_REGISTRY_LIMITED',
      details: { image: 'redis:9' },
    },
    {
      words:
        'error parsing HTTP 429 response body: invalid character \'T\' looking for beginning of value: "Too Many Requests"',
      code: 'ENGINE_REGISTRY_LIMITED',
      details: { image: 'redis:9' },
    },
    {
      words: 'received unexpected HTTP status: 500 Internal Server Error',
      code: 'ENGINE_REGISTRY_UNREACHABLE',
      details: { image: 'redis:9' },
    },
    {
      words:
        'Get "https://10.0.0.9:5000/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority',
      code: 'ENGINE_REGISTRY_UNREACHABLE',
      details: { image: 'redis:9' },
    },
    {
      words: "pull access denied for redis, repository does not exist or may require 'docker login'",
      code: 'ENGINE_REGISTRY_DENIED',
      details: { image: 'redis:9' },
    },
    {
      words: 'Head "http://127.0.0.1:5000/v2/redis/manifests/9": no basic auth credentials',
      code: 'ENGINE_REGISTRY_DENIED',
      details: { image: 'redis:9' },
    },
    {
      words:
        'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io on 10.0.0.1:53: no such host',
      code: 'ENGINE_REGISTRY_UNREACHABLE',
      details: { image: 'redis:9' },
    },
    {
      words: 'Get "https://registry.test/v2/": net/http: request canceled while waiting for connection',
      code: 'ENGINE_REGISTRY_UNREACHABLE',
      details: { image: 'redis:9' },
    },
    {
      words: 'error while removing network: network n id 1 has active endpoints',
      code: 'ENGINE_CONFLICT',
      details: {},
    },
    { words: 'OCI runtime create failed: exec: "nope": not found', code: 'ENGINE_REFUSED', details: {} },
  ])('reads $code out of "$words"', ({ words, code, details }) => {
    const error = toEngineError(refused(500, words), attempt)
    expect(error).toMatchObject({ code, details, message: `Could not start container web: ${words}` })
  })

  it.each([
    { status: 404, code: 'ENGINE_NOT_FOUND' },
    { status: 409, code: 'ENGINE_CONFLICT' },
    { status: 500, code: 'ENGINE_REFUSED' },
  ])('takes $status for $code when the words say nothing', ({ status, code }) => {
    expect(toEngineError(refused(status, 'so it is'), attempt)).toMatchObject({ code })
  })

  it('takes the image out of the words when nobody knew it', () => {
    const error = toEngineError(refused(404, 'No such image: redis:9'), { doing: 'look' })
    expect(error).toMatchObject({ code: 'ENGINE_IMAGE_NOT_FOUND', details: { image: 'redis:9' } })
  })

  it.each(['ENOENT', 'EACCES', 'ECONNREFUSED', 'ECONNRESET'])('knows a fix for %s', (code) => {
    const thrown = Object.assign(new Error(`connect ${code} /var/run/docker.sock`), { code })
    const error = toEngineError(thrown, attempt)
    expect(error).toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      cause: thrown,
      fix: expect.stringMatching(/./),
    })
  })

  it('passes on what is one already, and what is a fault of ours', () => {
    const known = new EngineError('ENGINE_TOO_OLD', 'old')
    const fault = new TypeError('x is not a function')
    expect(toEngineError(known, attempt)).toBe(known)
    expect(toEngineError(fault, attempt)).toBe(fault)
  })
})
