/** The names that Compose looks for, in its order. */
const composeNames = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml']

/** The file that is loaded first, of these paths relative to the project folder. */
export const composeFileOf = (paths: readonly string[]): string | undefined =>
  composeNames.find((name) => paths.includes(name))
