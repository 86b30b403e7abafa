import { type Static, Type } from 'typebox'

const credentials = {
  username: Type.Optional(Type.String({ maxLength: 255, pattern: '^[^:\\s]+$' })),
  token: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 4096,
      pattern: '^\\S+$',
      description: 'For https; never told again.',
    }),
  ),
  sshKey: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 16_384,
      description: "A private key without a passphrase, in OpenSSH's format; never told again.",
    }),
  ),
  knownHosts: Type.Optional(
    Type.String({
      maxLength: 16_384,
      description:
        'Lines of a known_hosts file; without them the key that the host shows first is believed from then on.',
    }),
  ),
}

/** A repository to take a project's files from. */
export const GitInput = Type.Object(
  {
    url: Type.String({
      minLength: 1,
      maxLength: 2048,
      description: '`https://…`, `ssh://…` or `user@host:path`, without credentials.',
    }),
    ref: Type.Optional(
      Type.String({
        maxLength: 200,
        description: 'Branch, tag or commit; by default the branch of the server.',
      }),
    ),
    subfolder: Type.Optional(
      Type.String({ maxLength: 512, description: 'Where the compose file is, relative to the top.' }),
    ),
    submodules: Type.Optional(Type.Boolean({ description: 'Take the files of submodules too.' })),
    ...credentials,
  },
  { additionalProperties: false },
)
export type GitInput = Static<typeof GitInput>

/** What is other than before, from now on. */
export const SyncInput = Type.Object(
  {
    ref: Type.Optional(Type.String({ maxLength: 200, description: 'Another branch, tag or commit.' })),
    ...credentials,
  },
  { additionalProperties: false },
)
export type SyncInput = Static<typeof SyncInput>

/** Where the files of a project come from. */
export const ProjectSource = Type.Union([
  Type.Object({
    kind: Type.Literal('files'),
    reconstructed: Type.Optional(
      Type.Literal(true, {
        description:
          'The compose file was reconstructed from containers when the project was adopted. Absent once all files are replaced.',
      }),
    ),
  }),
  Type.Object({
    kind: Type.Literal('git'),
    url: Type.String(),
    ref: Type.Optional(Type.String()),
    subfolder: Type.String(),
    submodules: Type.Boolean(),
    hasCredentials: Type.Boolean(),
    commit: Type.String({ description: 'The commit that the files are of.' }),
    skipped: Type.Array(Type.String(), { description: 'Symbolic links, which are left out.' }),
  }),
  Type.Object({
    kind: Type.Literal('folder'),
    path: Type.String({ description: 'On the host; used in place.' }),
    composeFiles: Type.Array(Type.String(), { description: 'Relative to it; empty for the default names.' }),
  }),
])
export type ProjectSource = Static<typeof ProjectSource>
