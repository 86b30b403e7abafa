import { packFiles, type TarFile } from '@berth/docker-engine'
import type { InjectedFile } from '../../desired/desired-state.ts'
import type { Execute, ExecuteContext } from './execute-context.ts'

/**
 * Puts files into a container: those that belong to root, and then those that say whom they belong to, which the
 * Engine gives to the user of the container where it has one, as with Docker Compose.
 */
export const copyFiles: Execute<'copy-files'> = async ({ container, files }, context) => {
  const id = context.containerId(container)
  const plain = files.filter(({ owner }) => owner === undefined)
  const owned = files.filter(({ owner }) => owner !== undefined)
  for (const [group, isOwnedByUser] of [
    [plain, false],
    [owned, true],
  ] as const) {
    if (group.length === 0) continue
    const tar = await packFiles(await Promise.all(group.map((file) => toTarFile(file, context))))
    await context.engine.putArchive(id, '/', tar, { isOwnedByUser, keepsKind: true })
  }
  return { outcome: 'done' }
}

async function toTarFile(
  { path, mode, owner = { uid: 0, gid: 0 }, content }: InjectedFile,
  { engine }: ExecuteContext,
): Promise<TarFile> {
  const text = 'text' in content ? content.text : await credentialsText(engine)
  return { name: path, mode, ...owner, text }
}

/** As `docker login` would leave them. */
async function credentialsText(engine: ExecuteContext['engine']): Promise<string> {
  const credentials = await engine.registryCredentials()
  const auths = credentials.map(({ serveraddress, username, password, identitytoken }) => [
    serveraddress,
    {
      ...((username || password) && { auth: Buffer.from(`${username}:${password}`).toString('base64') }),
      ...(identitytoken && { identitytoken }),
    },
  ])
  return JSON.stringify({ auths: Object.fromEntries(auths.toSorted()) }, undefined, '\t')
}
