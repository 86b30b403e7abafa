/** The repository of an image reference, without tag and digest: `host:5000/shop/web`. Pure. */
export const repositoryOf = (image: string): string => image.replace(/@.*$/, '').replace(/:[^/:]*$/, '')

/**
 * What registries have an image as, `name@sha256:…`: that of the reference's own repository, else the first by name.
 * `undefined` when the image was neither pulled nor pushed. Pure.
 */
export function repoDigestOf(image: string, repoDigests: readonly string[] = []): string | undefined {
  const own = familiar(repositoryOf(image))
  const sorted = [...repoDigests].sort()
  return sorted.find((digest) => familiar(repositoryOf(digest)) === own) ?? sorted[0]
}

/** As the Engine shows names of Docker Hub. */
const familiar = (repository: string) =>
  repository.replace(/^(index\.)?docker\.io\//, '').replace(/^library\//, '')
