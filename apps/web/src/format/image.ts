/** An image reference without what every reader knows: the Docker Hub's host and a digest's 64 digits. */
export function shortImage(image: string): string {
  return image
    .replace(/^(docker\.io\/)?library\//, '')
    .replace(/^docker\.io\//, '')
    .replace(/@sha256:([0-9a-f]{12})[0-9a-f]+$/, '@$1')
    .replace(/^sha256:([0-9a-f]{12})[0-9a-f]+$/, '$1')
}
