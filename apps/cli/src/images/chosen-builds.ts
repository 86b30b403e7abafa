import type { DesiredService } from '@berth/convergence'

/** Which builds of a project a command is about. */
export interface BuildChoice {
  /** Empty: all that are built. */
  readonly services: readonly string[]
  /** What the services depend on too. */
  readonly withDependencies: boolean
}

/** The names of the services that are built and chosen, with those that their images are made from. Pure. */
export function chosenBuilds(
  builds: readonly DesiredService[],
  { services, withDependencies }: BuildChoice,
): readonly string[] {
  if (services.length === 0) return builds.map(({ name }) => name).sort()
  const chosen = new Set<string>()
  const add = (name: string) => {
    const service = builds.find((each) => each.name === name)
    if (service === undefined || chosen.has(name)) return
    chosen.add(name)
    for (const base of service.buildsFrom ?? []) add(base)
    if (withDependencies) for (const dependency of service.dependsOn) add(dependency.service)
  }
  for (const name of services) add(name)
  return [...chosen].sort()
}
