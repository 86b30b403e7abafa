import type { Project, Service } from '@berth/compose'
import { apiRows } from './api-rows.ts'
import { buildRows } from './build-rows.ts'
import { deployRows } from './deploy-rows.ts'
import { fileRows } from './file-rows.ts'
import { hasEntries, problem, type Row, type Unapplied } from './row.ts'
import { runtimeRows } from './runtime-rows.ts'

/**
 * What a service says and Berth does not bring to the Engine, in the order of the table below. Every attribute
 * that is loaded is either part of what the Engine is sent or has a row here.
 */
export function unappliedAttributes(project: Project, service: Service): Unapplied[] {
  return rows.filter(({ isSaid }) => isSaid(service, project)).map(({ isSaid: _isSaid, ...row }) => row)
}

const rows: readonly Row[] = [
  problem(
    'provider',
    'it is for a program on the machine of who deploys, and Berth starts containers only',
    ({ provider }) => provider !== undefined,
  ),
  problem('models', 'Berth does not run models', ({ models }) => hasEntries(models)),
  ...fileRows('configs'),
  ...fileRows('secrets'),
  ...runtimeRows(),
  ...apiRows(),
  ...buildRows(),
  ...deployRows(),
]
