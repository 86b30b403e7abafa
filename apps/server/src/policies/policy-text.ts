import type { PolicyException, PolicyVerdict, RolePolicy } from '@berth/contract'

/** Role, base and a line for each rule that somebody has set, as JSON. Pure, and stable: a script may rely on it. */
export const policiesText = (policies: readonly RolePolicy[]): string =>
  policies
    .flatMap(({ role, base, rules }) => [
      `${role} base ${base}`,
      ...Object.entries(rules).map(([rule, value]) => `${role} ${rule} ${JSON.stringify(value)}`),
    ])
    .map((line) => `${line}\n`)
    .join('')

/** The verdict, then a line for each finding: verdict, rule, place and words. Pure, and stable. */
export const verdictText = ({ verdict, findings }: PolicyVerdict): string =>
  [
    verdict,
    ...findings.map(({ verdict: each, rule, file, line, column, service, message }) =>
      [each, rule, file === undefined ? '-' : `${file}:${line}:${column}`, service ?? '-', message].join(' '),
    ),
    '',
  ].join('\n')

/** Id, state, rule, project, user, end and reason of each; `-` for none. Pure, and stable. */
export const exceptionsText = (exceptions: readonly PolicyException[]): string =>
  exceptions
    .map(({ id, state, rule, project = '-', user = '-', expiresAt, reason }) =>
      [id, state, rule, project, user, expiresAt, reason.replaceAll('\n', ' ')].join(' '),
    )
    .map((line) => `${line}\n`)
    .join('')
