/** What a user asked that cannot be done, in words and with what to do about it. */
export interface Problem {
  readonly code: ProblemCode
  readonly message: string
  readonly fix?: string
}

/** What the `berth` command refuses before it asks the Engine for anything. docs/errors.md is made of this. */
export const cliProblemCodes = {
  CLI_UNKNOWN_COMMAND: { meaning: 'There is no such command.', fix: 'See `berth --help`.' },
  CLI_UNKNOWN_FLAG: { meaning: 'The command does not know this flag.', fix: 'See `berth <command> --help`.' },
  CLI_NOT_YET: {
    meaning: 'Docker Compose has this command or flag, and Berth does not have it yet.',
    fix: 'Leave it out, or use Docker Compose for this.',
  },
  CLI_BAD_VALUE: {
    meaning: 'The value of a flag cannot be understood.',
    fix: 'Write it as the message says.',
  },
  CLI_CONFLICTING_FLAGS: { meaning: 'Two flags exclude each other.', fix: 'Keep one of them.' },
  CLI_NO_SUCH_SERVICE: {
    meaning: 'A service was named that the files do not have.',
    fix: 'Check the spelling; the message lists the services.',
  },
  CLI_NOTHING_SELECTED: {
    meaning: 'Every service is switched off by a profile.',
    fix: 'Choose a profile with `--profile`.',
  },
  CLI_NOT_RUNNING: {
    meaning: 'The service has no running container of that number, or none at all.',
    fix: 'See `berth ps -a`, and start it with `berth up -d`.',
  },
  CLI_NO_CONTAINER: {
    meaning: 'The service has no container of that number, or none at all.',
    fix: 'See `berth ps -a`, and make it with `berth up -d`.',
  },
  CLI_CANNOT_COPY: {
    meaning: 'What was to be copied is not there, or cannot be where it was to go.',
    fix: 'Check both paths; the message says which one it is about.',
  },
  CLI_NO_SUCH_PORT: {
    meaning: 'The container does not publish that port.',
    fix: 'Check the number and the protocol; the message lists what it publishes.',
  },
  CLI_BAD_POLICY: {
    meaning: 'The file of the policy cannot be read, or says what no policy can.',
    fix: 'Mend the lines that the message lists; see [policies](policies.md).',
  },
  CLI_REFUSED_BY_POLICY: {
    meaning: 'The policy refuses what a command in a container would be allowed.',
    fix: 'Ask for less, or ask whoever keeps the policy.',
  },
  CLI_WRITE_FAILED: {
    meaning: 'The output file could not be written.',
    fix: 'Check its folder and your rights.',
  },
  CLI_BAD_IMAGE: {
    meaning: 'An image is to be pinned to its digest, but its name cannot be understood.',
    fix: 'Write the name of the image as host/name:tag, in lower case.',
  },
  CLI_FAULT: {
    meaning: 'The command itself failed, in a way that nobody foresaw.',
    fix: 'Report it, with the lines that follow the message: they name the places in the sources.',
  },
} as const

export type ProblemCode = keyof typeof cliProblemCodes
