/** As the Engine shows the name of an image: `docker.io/library/redis` is `redis:latest`. Pure. */
export function imageName(reference: string): string {
  const short = reference.replace(/^(index\.)?docker\.io\//, '').replace(/^library\//, '')
  const [named = '', digest] = short.split('@')
  if (digest !== undefined) return `${named.replace(/:[^/:]*$/, '')}@${digest}`
  return named.lastIndexOf(':') > named.lastIndexOf('/') ? named : `${named}:latest`
}
