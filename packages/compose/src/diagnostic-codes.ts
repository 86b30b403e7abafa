import type { Diagnostic } from './diagnostic.ts'

/** What a code means and what mends it; the source of docs/errors.md. */
export interface DiagnosticExplanation {
  readonly severity: Diagnostic['severity']
  readonly meaning: string
  readonly fix: string
  /** The message says what to write, so the general fix would only repeat it. */
  readonly isSelfExplaining?: true
}

const error = (meaning: string, fix: string): DiagnosticExplanation => ({ severity: 'error', meaning, fix })
const warning = (meaning: string, fix: string): DiagnosticExplanation => ({
  severity: 'warning',
  meaning,
  fix,
})

const explanations = {
  COMPOSE_NO_FILE: error(
    'No compose file was found in the folder or any folder above it.',
    'Create a compose.yaml, or name a file with -f.',
  ),
  COMPOSE_SEVERAL_FILES: warning(
    'A folder holds several files with a default name; only the first is used.',
    'Keep one of them, or name the file with -f.',
  ),
  COMPOSE_FILE_NOT_FOUND: error('A named compose file does not exist.', 'Check the path.'),
  COMPOSE_FILE_UNREADABLE: error(
    'A file exists but could not be read.',
    'Check its permissions and that it is a file, not a folder.',
  ),
  COMPOSE_PATH_OUTSIDE_ROOTS: error(
    'A path leads outside the folders this project may read; the file was not read.',
    'Move the file into the project folder.',
  ),
  COMPOSE_EMPTY: error('The compose files hold nothing.', 'Add a services section.'),
  COMPOSE_EMPTY_DOCUMENT: error(
    'A document of a file, between two `---` lines or behind the last, holds nothing.',
    'Remove the document, with its `---` line.',
  ),
  COMPOSE_YAML_INVALID: error('The text is not valid YAML.', 'Mend the syntax at this place.'),
  COMPOSE_DUPLICATE_KEY: error('A mapping has the same key twice.', 'Remove or rename one of the two.'),
  COMPOSE_KEY_NOT_STRING: error('A key is not text.', 'Put the key in quotes.'),
  COMPOSE_TOO_LARGE: error(
    'A file is too big, too deeply nested, or expands to too much through aliases, merge keys or ranges of ports.',
    'Split the file, or use fewer aliases.',
  ),
  COMPOSE_DATE_AS_TEXT: warning(
    'An unquoted value looks like a date; it is read as text. Docker Compose refuses it.',
    'Put the value in quotes.',
  ),
  COMPOSE_INTERPOLATION_INVALID: error(
    `A \${…} expression is malformed.`,
    'Complete the expression, or write $$ for a dollar sign that is meant literally.',
  ),
  COMPOSE_VARIABLE_REQUIRED: error(
    'A variable that the file requires is not set.',
    'Set it in .env or in the environment.',
  ),
  COMPOSE_VARIABLE_UNSET: warning(
    'A variable is not set; an empty string is used.',
    `Set it in .env or in the environment, or give a default: \${NAME:-default}.`,
  ),
  COMPOSE_ENV_FILE_INVALID: error(
    'An env file or a label file cannot be parsed.',
    'Write one KEY=value per line.',
  ),
  COMPOSE_LABEL_FILE_NOT_FOUND: error(
    'A label file does not exist.',
    'Create the file, or correct the path.',
  ),
  COMPOSE_ENV_FILE_NOT_FOUND: error(
    'An env file does not exist.',
    'Create the file, correct the path, or mark it `required: false`.',
  ),
  COMPOSE_UNKNOWN_KEY: error(
    'A key is not part of the Compose Specification.',
    'Correct or remove it, or start it with x- to keep it as an extension.',
  ),
  COMPOSE_IGNORED_KEY: warning(
    'A key is not part of the Compose Specification where Docker Compose lets any key pass; it means nothing.',
    'Correct or remove it, or start it with x- to keep it as an extension.',
  ),
  COMPOSE_WRONG_TYPE: {
    ...error('A value has the wrong YAML type.', 'Write the value as the message says.'),
    isSelfExplaining: true,
  },
  COMPOSE_INVALID_VALUE: {
    ...error('A value has the right type but cannot be understood.', 'Write the value as the message says.'),
    isSelfExplaining: true,
  },
  COMPOSE_INVALID_NAME: error(
    'The name of a service, network, volume, config, secret or model has characters that are not allowed.',
    'Use only letters, digits, dots, underscores and hyphens.',
  ),
  COMPOSE_MISSING_KEY: error('A required key is missing.', 'Add the key.'),
  COMPOSE_DUPLICATE_ITEM: error('A list holds the same item twice.', 'Remove one of the two.'),
  COMPOSE_VERSION_OBSOLETE: warning('The top-level `version` has no effect any more.', 'Remove the line.'),
  COMPOSE_BOOLEAN_WORD: warning(
    'A word such as yes or off stands where true or false is meant.',
    'Write true or false.',
  ),
  COMPOSE_EXTERNAL_NAME_DEPRECATED: warning(
    '`external: {name: …}` is an old way to name an external resource.',
    'Write `external: true` and `name:` beside it.',
  ),
  COMPOSE_COMMAND_CUT: warning(
    'No shell runs the command, so everything after an unquoted ; & | < or > is dropped.',
    'Use a list with a shell: ["sh", "-c", "…"].',
  ),
  COMPOSE_EXTENDS_UNKNOWN_SERVICE: error(
    'A service extends one that the file does not have.',
    'Correct the name, or the file in which it is looked for: only services of the same document, or of `file`, are seen.',
  ),
  COMPOSE_EXTENDS_FILE_NOT_FOUND: error(
    'A service extends one of a file that does not exist.',
    'Correct the path: it is relative to the folder of the file that has the line.',
  ),
  COMPOSE_EXTENDS_CYCLE: error(
    'Services extend each other in a circle.',
    'Remove one `extends`, or move what they share to a service that extends none.',
  ),
  COMPOSE_INCLUDE_FILE_NOT_FOUND: error(
    'A file is included that does not exist.',
    'Correct the path: it is relative to the folder of the project that includes it.',
  ),
  COMPOSE_INCLUDE_CYCLE: error('Files include each other in a circle.', 'Remove one of the includes.'),
  COMPOSE_INCLUDE_CONFLICT: error(
    'Something is declared here and, otherwise, in a file that is included.',
    'Rename one of them, or change the included one in an override file.',
  ),
  COMPOSE_REMOTE_NOT_SUPPORTED: error(
    'A compose file of a git repository or a registry is named. Berth does not fetch files while it loads.',
    'Fetch it yourself, with git clone for instance, and name the file of your copy.',
  ),
  COMPOSE_PROJECT_NAME_INVALID: error(
    'The project name is empty or has characters that are not allowed.',
    'Use lower-case letters, digits, hyphens and underscores, starting with a letter or digit.',
  ),
  COMPOSE_NO_IMAGE_OR_BUILD: error(
    'A service has neither an image nor a build section.',
    'Add `image:` or `build:`.',
  ),
  COMPOSE_UNDEFINED_NETWORK: error(
    'A service uses a network that is not declared.',
    'Declare it under the top-level networks.',
  ),
  COMPOSE_UNDEFINED_VOLUME: error(
    'A service mounts a named volume that is not declared.',
    'Declare it under the top-level volumes, or start the source with ./ to mount a folder.',
  ),
  COMPOSE_UNDEFINED_CONFIG: error(
    'A service uses a config that is not declared.',
    'Declare it under the top-level configs.',
  ),
  COMPOSE_UNDEFINED_SECRET: error(
    'A service, or its build, uses a secret that is not declared.',
    'Declare it under the top-level secrets.',
  ),
  COMPOSE_UNDEFINED_MODEL: error(
    'A service uses a model that is not declared.',
    'Declare it under the top-level models.',
  ),
  COMPOSE_UNDEFINED_SERVICE: error(
    'A service refers to a service that does not exist or is switched off by profiles.',
    'Correct the name, or activate its profile.',
  ),
  COMPOSE_DEPENDENCY_CYCLE: error(
    'Services wait for each other in a circle, so none could ever start.',
    'Remove one of the dependencies.',
  ),
  COMPOSE_BUILD_CYCLE: warning(
    'Services are built from each other in a circle, so none could ever be built.',
    'Take one of them out of `additional_contexts`.',
  ),
  COMPOSE_NETWORK_MODE_CONFLICT: error(
    'A service has both network_mode and networks.',
    'Keep one of the two.',
  ),
  COMPOSE_CONTAINER_NAME_REFUSED: warning(
    'A container_name is none that the Engine takes, often because a variable in it is not set.',
    'Set the variables in it, or write another name.',
  ),
  COMPOSE_CONTAINER_NAME_TAKEN: error(
    'Two services have the same container_name.',
    'Give each its own name, or remove container_name.',
  ),
  COMPOSE_CONTAINER_NAME_SCALED: error(
    'A service with a container_name cannot have several replicas, as names are unique.',
    'Remove container_name, or set scale to 1.',
  ),
  COMPOSE_DEPLOY_CONFLICT: error(
    'A service and its deploy section say different things about the same limit or count.',
    'Keep one of the two, or give both the same value.',
  ),
  COMPOSE_DUPLICATE_MOUNT: error(
    'Two mounts of a service have the same target.',
    'Give each mount its own target path.',
  ),
  COMPOSE_RELATIVE_MOUNT_TARGET: warning(
    'The target of a mount is a relative path, which the Engine refuses when it creates the container.',
    'Start the target with a slash.',
  ),
  COMPOSE_ONE_LETTER_VOLUME: error(
    'A one-letter volume name in the short form would be read as a Windows drive.',
    'Use the long form (type, source, target) or a longer name.',
  ),
  COMPOSE_EXTERNAL_CONFLICT: error(
    'An external resource also says how it should be created.',
    'Remove `external`, or the attributes beside it.',
  ),
  COMPOSE_UNUSED_RESOURCE: {
    severity: 'info',
    meaning:
      'A network, volume, config, secret or model is declared but no service uses it, so it is not created.',
    fix: 'Remove it, or use it in a service.',
  },
} as const satisfies Readonly<Record<string, DiagnosticExplanation>>

export type DiagnosticCode = keyof typeof explanations

/** Every code the loader reports, with its severity, meaning and fix. */
export const diagnosticCodes: Readonly<Record<DiagnosticCode, DiagnosticExplanation>> = explanations
