/** A file to be put into a container. */
export interface TarFile {
  readonly name: string
  /** Permission bits. */
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly text: string
}

/** A tar of files, for `putArchive`. */
export async function packFiles(files: readonly TarFile[]): Promise<Uint8Array> {
  // Few commands need it, and all of them load this package.
  const { packTar } = await import('modern-tar')
  return packTar(
    files.map(({ text, ...header }) => {
      const body = Buffer.from(text)
      return { header: { ...header, type: 'file' as const, size: body.length }, body }
    }),
  )
}
