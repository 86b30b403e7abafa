import type { Db } from '../db/client.ts'

/** One thing that each key sealed which the database knows; empty when nothing is sealed. */
export async function findSealed(db: Db): Promise<string[]> {
  const rows = [
    ...(await db.variable.findMany({ select: { sealed: true } })),
    ...(await db.revision.findMany({ select: { sealed: true } })),
    ...(await db.webhook.findMany({ select: { secret: true } })).map(({ secret }) => ({ sealed: secret })),
    ...(await db.slackSettings.findMany({ select: { signingSecret: true } })).map(({ signingSecret }) => ({
      sealed: signingSecret,
    })),
    ...(await db.slackAnswer.findMany({ select: { responseUrl: true } })).map(({ responseUrl }) => ({
      sealed: responseUrl,
    })),
    ...(await db.project.findMany({ where: { sourceSecret: { not: null } } })).map(({ sourceSecret }) => ({
      sealed: sourceSecret ?? '',
    })),
  ]
  return [...Map.groupBy(rows, ({ sealed }) => sealed.split('.', 1)[0]).values()].flatMap(([first]) =>
    first === undefined ? [] : [first.sealed],
  )
}
