import type { Project, Service } from '@berth/compose'
import { buildRows } from './build-rows.ts'
import { deployRows } from './deploy-rows.ts'
import { fileRows } from './file-rows.ts'
import { hasEntries, notice, problem, type Row, type Unapplied } from './row.ts'
import { runtimeRows } from './runtime-rows.ts'

/**
 * What a service says and Berth does not bring to the Engine, in the order of the table below. Every attribute
 * that is loaded is either part of what the Engine is sent or has a row here.
 */
export function unappliedAttributes(project: Project, service: Service): Unapplied[] {
  return rows
    .filter(({ isSaid }) => isSaid(service, project))
    .map(({ kind, attribute, why }) => ({ kind, attribute, why }))
}

const rows: readonly Row[] = [
  problem('provider', 'Berth starts containers only', ({ provider }) => provider !== undefined),
  problem('models', 'Berth does not run models', ({ models }) => hasEntries(models)),
  ...fileRows('configs'),
  ...fileRows('secrets'),
  notice('credential_spec', 'the Engine is not told of it', (service) => hasEntries(service.credential_spec)),
  ...runtimeRows(),
  ...buildRows(),
  ...deployRows(),
]
