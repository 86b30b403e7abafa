import path from 'node:path'
import type { Build } from '@berth/compose'
import type { Problem } from '../problem.ts'
import { mapServices } from '../project/map-services.ts'
import type { ShapeProject } from '../project/wanted-project.ts'
import type { World } from '../world.ts'

/** The flags of `build` that change the builds themselves, or that cannot be honoured. */
export interface BuildShapeFlags {
  readonly 'build-arg': readonly string[]
  readonly builder: string | undefined
  readonly 'no-cache': boolean
  readonly provenance: string | undefined
  readonly pull: boolean
  readonly sbom: string | undefined
  readonly ssh: string | undefined
}

/** The project with its builds as the flags say. Pure. */
export function buildShape(flags: BuildShapeFlags, env: World['env']): ShapeProject {
  return (project) => {
    const refused = refusal(flags)
    if (refused !== undefined) return { problem: refused }
    return mapServices(project, (service) =>
      service.build === undefined ? service : { ...service, build: shape(service.build, flags, env) },
    )
  }
}

function shape(build: Build, flags: BuildShapeFlags, env: World['env']): Build {
  const args = flags['build-arg'].flatMap((text) => argument(text, env))
  const ssh = flags.ssh === undefined ? [] : [sshKey(flags.ssh)]
  return {
    ...build,
    ...(args.length > 0 && { args: { ...build.args, ...Object.fromEntries(args) } }),
    ...(flags['no-cache'] && { no_cache: true }),
    ...(flags.pull && { pull: true }),
    ...(flags.provenance && { provenance: flags.provenance }),
    ...(flags.sbom && { sbom: flags.sbom }),
    ...(ssh.length > 0 && { ssh: [...(build.ssh ?? []), ...ssh] }),
  }
}

/** `KEY=VALUE`; a key alone has the value of the environment, and is left out where there is none. */
function argument(text: string, env: World['env']): [string, string][] {
  const at = text.indexOf('=')
  if (at >= 0) return [[text.slice(0, at), text.slice(at + 1)]]
  const value = env[text]
  return value === undefined ? [] : [[text, value]]
}

function sshKey(text: string): { readonly id: string; readonly path?: string } {
  const [id = '', file] = text.split('=')
  return { id: id || 'default', ...(file && { path: path.resolve(file) }) }
}

function refusal({ builder, ssh }: BuildShapeFlags): Problem | undefined {
  if (builder !== undefined && builder !== 'default') {
    return bad(
      `--builder ${builder} cannot be used: Berth builds with the BuildKit of the Engine, which is called default`,
      'Leave the flag out, or name an Engine with that BuildKit in DOCKER_HOST.',
    )
  }
  if (ssh !== undefined && !ssh.includes('=') && ssh !== 'default' && ssh !== '') {
    return bad(`--ssh needs 'default' or ID=PATH, not '${ssh}'`)
  }
  return undefined
}

const bad = (message: string, fix?: string): Problem => ({
  code: 'CLI_BAD_VALUE',
  message,
  ...(fix !== undefined && { fix }),
})
