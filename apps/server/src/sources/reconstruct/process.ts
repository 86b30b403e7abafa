import type { ContainerInspect, HealthcheckBody, ImageInspect } from '@berth/docker-engine'
import { filled, isSame, type Section, told } from './draft.ts'

type ImageConfig = NonNullable<ImageInspect['Config']>

/** What runs in a container, without what its image says already. */
export function processOf({ Id, Config, HostConfig }: ContainerInspect, image: ImageConfig): Section {
  const other = <K extends 'User' | 'WorkingDir' | 'StopSignal'>(key: K) =>
    Config[key] === image[key] ? undefined : told(Config[key])
  const isOwnName = HostConfig.NetworkMode !== 'host' && !Id.startsWith(Config.Hostname ?? '')
  return {
    ...commandOf(Config, image),
    user: other('User'),
    // `/` is what the Engine fills in.
    working_dir: !image.WorkingDir && Config.WorkingDir === '/' ? undefined : other('WorkingDir'),
    hostname: isOwnName ? told(Config.Hostname) : undefined,
    domainname: told(Config.Domainname),
    tty: told(Config.Tty),
    stdin_open: told(Config.OpenStdin),
    stop_signal: other('StopSignal'),
    stop_grace_period: Config.StopTimeout ? `${Config.StopTimeout}s` : undefined,
    environment: environmentOf(Config.Env ?? [], image.Env ?? []),
    healthcheck: isSame(Config.Healthcheck, image.Healthcheck) ? undefined : healthcheck(Config.Healthcheck),
  }
}

function commandOf(config: ContainerInspect['Config'], image: ImageConfig): Section {
  const command = filled(config.Cmd)
  if (isSame(config.Entrypoint, image.Entrypoint)) {
    return { command: isSame(command, image.Cmd) ? undefined : (command ?? []) }
  }
  // Another entrypoint makes the Engine forget the command of the image.
  return { entrypoint: config.Entrypoint ?? [], command }
}

function environmentOf(pairs: readonly string[], ofImage: readonly string[]): Section | undefined {
  const own = pairs.filter((pair) => !ofImage.includes(pair))
  const entries = own.map((pair) => {
    const at = pair.indexOf('=')
    return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)]
  })
  return filled(Object.fromEntries(entries))
}

function healthcheck(check: HealthcheckBody | null | undefined): Section | undefined {
  if (!check) return undefined
  if (check.Test?.[0] === 'NONE') return { disable: true }
  return filled({
    ...(check.Test && { test: [...check.Test] }),
    ...(check.Interval && { interval: duration(check.Interval) }),
    ...(check.Timeout && { timeout: duration(check.Timeout) }),
    ...(check.Retries && { retries: check.Retries }),
    ...(check.StartPeriod && { start_period: duration(check.StartPeriod) }),
    ...(check.StartInterval && { start_interval: duration(check.StartInterval) }),
  })
}

/** Nanoseconds in the largest unit that says them without a fraction. */
function duration(nanoseconds: number): string {
  const units = [
    ['s', 1e9],
    ['ms', 1e6],
    ['us', 1e3],
  ] as const
  const [unit, size] = units.find(([, each]) => nanoseconds % each === 0) ?? ['ns', 1]
  return `${nanoseconds / size}${unit}`
}
