import type Docker from 'dockerode'
import type { BuildCheck, BuildPlace } from '../../build-checks.ts'
import type { BuildImage, RegistryOptions } from '../../engine.ts'
import { buildFailure } from './build-failure.ts'
import { solve } from './rpc/control-messages.ts'
import { askFrontend, buildHeader, endBuild } from './rpc/gateway-messages.ts'
import { RpcError } from './rpc/grpc-client.ts'
import { type BuildCredentials, type Builder, withBuilder } from './with-builder.ts'

/** Asks the frontend of the Dockerfile what it would say of it, and builds nothing. */
export async function checkBuild(
  docker: Docker,
  request: BuildImage,
  { signal, ...credentials }: RegistryOptions & BuildCredentials,
): Promise<BuildCheck> {
  return withBuilder(docker, { request, ...credentials, signal }, async (builder) => {
    try {
      return readFindings(await findingsOf(builder, signal))
    } catch (error) {
      throw error instanceof RpcError ? buildFailure(error.message, request, undefined) : error
    }
  })
}

/** A frontend that can check, for Engines of before 27, whose own cannot. */
const checkingFrontend = { Frontend: 'gateway.v0', source: 'docker/dockerfile:1' }

async function findingsOf({ client, message }: Builder, signal: AbortSignal | undefined): Promise<string> {
  const { Ref, Session, Frontend, FrontendAttrs } = message
  const options = { signal, headers: { [buildHeader]: Ref } }
  // A build without a frontend: it is open until the client ends it, and answers questions meanwhile.
  const isOver = client.call(solve, { Ref, Session }, { signal })
  // It fails with the questions, whose words say more.
  isOver.catch(() => {})
  const ask = (frontend: string, others: Readonly<Record<string, string>> = {}) =>
    client.call(
      askFrontend,
      {
        Frontend: frontend,
        FrontendOpt: {
          ...FrontendAttrs,
          ...others,
          requestid: 'frontend.lint',
          // One that knows no questions refuses; without this it would build.
          'frontend.caps': 'moby.buildkit.frontend.subrequests',
        },
        allowResultReturn: true,
        allowResultArrayRef: true,
      },
      options,
    )
  const { result } = await ask(Frontend).catch((error: unknown) => {
    if (!(error instanceof RpcError && /unsupported (request|frontend)/.test(error.message))) throw error
    const { Frontend: gateway, source } = checkingFrontend
    return ask(gateway, { source, cmdline: source }).catch((second: unknown) => {
      if (!(second instanceof RpcError)) throw second
      const words = `this Engine cannot check, and ${source}, which can, cannot be had: ${second.message}`
      throw new RpcError(second.status, words)
    })
  })
  await client.call(endBuild, { result: {} }, options)
  await isOver
  const found = result?.metadata['result.json']
  if (found === undefined) throw new RpcError(0, 'the builder checked the Dockerfile and said nothing')
  return Buffer.from(found).toString('utf8')
}

/** What BuildKit calls the results of `frontend.lint`, as far as it is read. */
interface Findings {
  readonly warnings?:
    | readonly {
        readonly ruleName?: string
        readonly description?: string
        readonly url?: string
        readonly detail?: string
        readonly location?: FindingPlace
      }[]
    | null
  readonly sources?: readonly { readonly filename?: string; readonly data?: string }[] | null
  readonly buildError?: { readonly message?: string; readonly location?: FindingPlace } | null
}

interface FindingPlace {
  readonly sourceIndex?: number
  readonly ranges?: readonly { readonly start?: { line?: number }; readonly end?: { line?: number } }[] | null
}

function readFindings(json: string): BuildCheck {
  // Safe: the answer of a version of BuildKit that says it can check; every field may be absent.
  const { warnings, sources, buildError } = JSON.parse(json) as Findings
  const placeOf = (found: FindingPlace | undefined) => place(found, sources ?? [])
  return {
    warnings: (warnings ?? []).map(
      ({ ruleName = '', description = '', url = '', detail = '', location }) => ({
        rule: ruleName,
        description,
        url,
        message: detail,
        ...placeOf(location),
      }),
    ),
    ...(buildError && {
      fault: { message: buildError.message ?? '', ...placeOf(buildError.location) },
    }),
  }
}

function place(
  found: FindingPlace | undefined,
  sources: NonNullable<Findings['sources']>,
): { readonly place?: BuildPlace } {
  const range = found?.ranges?.[0]
  const source = sources[found?.sourceIndex ?? 0]
  const firstLine = range?.start?.line
  if (firstLine === undefined || source === undefined) return {}
  const lines = found?.ranges?.map(({ end }) => end?.line ?? firstLine) ?? []
  return {
    place: {
      file: source.filename ?? '',
      text: Buffer.from(source.data ?? '', 'base64').toString('utf8'),
      firstLine,
      lastLine: Math.max(firstLine, ...lines),
    },
  }
}
