import type { DesiredService } from '../desired/desired-state.ts'
import type { ImagePlan } from './images.ts'
import type { Plan } from './plan.ts'

/**
 * What the files say of the chosen services and the Engine is not sent (R52): a problem where the service would
 * be another without it, else a notice. What is about a build counts only when there is one.
 */
export function planUnapplied(
  services: readonly DesiredService[],
  images: ReadonlyMap<string, ImagePlan>,
): Pick<Plan, 'notices' | 'problems'> {
  const said = services.flatMap(({ name, unapplied }) => {
    const isBuilt = images.get(name)?.action === `build-image:${name}`
    return unapplied
      .filter(({ attribute }) => isBuilt || !attribute.startsWith('build.'))
      .map((each) => ({ ...each, service: name }))
  })
  return {
    notices: said
      .filter(({ kind }) => kind === 'notice')
      .map(({ service, attribute, why }) => `Service ${service}: ${attribute} has no effect, as ${why}.`),
    problems: said
      .filter(({ kind }) => kind === 'problem')
      .map(({ service, attribute, why }) => ({
        code: 'PLAN_ATTRIBUTE_NOT_APPLIED',
        message: `Service ${service} uses ${attribute}, which Berth cannot apply: ${why}.`,
        fix: `Take ${attribute} out of service ${service}, or deploy it with Docker Compose.`,
        service,
      })),
  }
}
