import type { GlobalVariables, Variables } from '@berth/contract'
import { masked } from '../secrets/masks.ts'

/**
 * The variables of a project in lines, for a shell. Pure, and stable: a script may rely on it.
 *
 * ```text
 * DB_PASSWORD project - - ***
 * TAG env-file .env:1 unused "1.2"
 * REGION missing - missing -
 * ```
 *
 * Name, source, place, finding, value; `-` where there is none. The value is JSON, `***` for a secret.
 */
export const variablesText = ({ variables }: Variables): string =>
  variables
    .map(({ name, source, place, finding, value, isSecret }) => {
      const where = place === undefined ? '-' : `${place.file}:${place.line}`
      return `${name} ${source} ${where} ${finding ?? '-'} ${valueText(value, isSecret)}\n`
    })
    .join('')

/** Name, the projects that use it joined by commas, value. Pure, and stable as {@link variablesText}. */
export const globalVariablesText = ({ variables }: GlobalVariables): string =>
  variables
    .map(
      ({ name, usedBy, value, isSecret }) =>
        `${name} ${usedBy.join(',') || '-'} ${valueText(value, isSecret)}\n`,
    )
    .join('')

function valueText(value: string | null, isSecret: boolean): string {
  if (isSecret) return masked
  return value === null ? '-' : JSON.stringify(value)
}
