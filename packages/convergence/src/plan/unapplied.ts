import { compareApi, dockerRelease } from '@berth/docker-engine'
import type { DesiredService } from '../desired/desired-state.ts'
import type { Unapplied } from '../desired/unapplied/row.ts'
import type { ImagePlan } from './images/plan-images.ts'
import type { Plan } from './plan.ts'

/**
 * What the files say of the chosen services and the Engine is not sent, or is too old to know (R52): a problem where
 * the service would be another without it, else a notice. What is about a build counts only when there is one.
 */
export function planUnapplied(
  services: readonly DesiredService[],
  { images, apiVersion }: { readonly images: ReadonlyMap<string, ImagePlan>; readonly apiVersion: string },
): Pick<Plan, 'notices' | 'problems'> {
  const said = services.flatMap(({ name, unapplied }) => {
    const isBuilt = images.get(name)?.action?.startsWith('build-image:') ?? false
    return unapplied
      .filter(({ attribute }) => isBuilt || !attribute.startsWith('build.'))
      .filter(({ before }) => before === undefined || compareApi(apiVersion, before) < 0)
      .map((each) => ({ ...each, service: name, why: reasonOf(each, apiVersion) }))
  })
  return {
    notices: said
      .filter(({ kind }) => kind === 'notice')
      .map(({ service, attribute, why }) => `Service ${service}: ${attribute} has no effect, as ${why}.`),
    problems: said
      .filter(({ kind }) => kind === 'problem')
      .map(({ service, attribute, why, ...rest }) => ({
        code: 'PLAN_ATTRIBUTE_NOT_APPLIED',
        message: `Service ${service} uses ${attribute}, which Berth cannot apply: ${why}.`,
        fix: rest.fix ?? `Take ${attribute} out of service ${service}, or ${otherWay(rest.before)}.`,
        service,
      })),
  }
}

const otherWay = (before: Unapplied['before']) =>
  before === undefined
    ? 'deploy it with Docker Compose'
    : `upgrade Docker to ${dockerRelease[before]} or newer`

function reasonOf({ why, before }: Unapplied, apiVersion: string): string {
  if (before === undefined) return why
  const what = why === '' ? 'it needs' : `${why}, it needs`
  return `${what} Docker ${dockerRelease[before]} or newer (API ${before}), and this Engine speaks API ${apiVersion}`
}
