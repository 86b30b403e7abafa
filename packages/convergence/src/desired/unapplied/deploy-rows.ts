import type { Deploy, ResourceAmounts } from '@berth/compose'
import { hasEntries, notice, type Row } from './row.ts'

const oneEngine = 'it is about many machines, and this is one Engine'

/** What `deploy` says to a swarm. */
export function deployRows(): Row[] {
  const says =
    (test: (deploy: Deploy) => boolean): Row['isSaid'] =>
    ({ deploy }) =>
      deploy !== undefined && test(deploy)
  const reserves = (test: (amounts: ResourceAmounts) => boolean) =>
    says(({ resources }) => resources?.reservations !== undefined && test(resources.reservations))
  return [
    notice(
      'deploy.mode',
      oneEngine,
      says(({ mode }) => mode !== undefined && mode !== 'replicated'),
    ),
    notice(
      'deploy.endpoint_mode',
      oneEngine,
      says(({ endpoint_mode }) => endpoint_mode !== undefined),
    ),
    notice(
      'deploy.labels',
      'they are for a service of a swarm; containers have `labels`',
      says(({ labels }) => hasEntries(labels)),
    ),
    notice(
      'deploy.placement',
      oneEngine,
      says(({ placement }) => hasEntries(placement)),
    ),
    notice(
      'deploy.update_config',
      'Berth replaces replicas one after the other',
      says(({ update_config }) => hasEntries(update_config)),
    ),
    notice(
      'deploy.rollback_config',
      'Berth brings back what ran before',
      says(({ rollback_config }) => hasEntries(rollback_config)),
    ),
    notice(
      'deploy.resources.reservations.cpus',
      oneEngine,
      reserves(({ cpus }) => Boolean(cpus)),
    ),
    notice(
      'deploy.resources.reservations.generic_resources',
      oneEngine,
      reserves(({ generic_resources }) => hasEntries(generic_resources)),
    ),
    notice(
      'deploy.restart_policy.delay',
      'the Engine has its own',
      says(({ restart_policy }) => Boolean(restart_policy?.delay)),
    ),
    notice(
      'deploy.restart_policy.window',
      'the Engine has its own',
      says(({ restart_policy }) => Boolean(restart_policy?.window)),
    ),
  ]
}
