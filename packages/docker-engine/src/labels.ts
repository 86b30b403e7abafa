const prefix = 'com.docker.compose.'

/**
 * Every label that Docker Compose writes and reads. Objects carrying them can be managed by either tool.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/spec.md
 */
export const label = {
  project: `${prefix}project`,
  service: `${prefix}service`,
  configHash: `${prefix}config-hash`,
  containerNumber: `${prefix}container-number`,
  oneOff: `${prefix}oneoff`,
  slug: `${prefix}slug`,
  image: `${prefix}image`,
  dependsOn: `${prefix}depends_on`,
  workingDir: `${prefix}project.working_dir`,
  configFiles: `${prefix}project.config_files`,
  environmentFile: `${prefix}project.environment_file`,
  version: `${prefix}version`,
  replace: `${prefix}replace`,
  network: `${prefix}network`,
  volume: `${prefix}volume`,
} as const

/** The release of Docker Compose whose labels and hashes Berth writes. */
export const composeVersion = '2.40.3'
