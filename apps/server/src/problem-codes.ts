import type { EngineErrorCode } from '@berth/docker-engine'

/** How one kind of refusal or failure is answered. */
export interface ProblemKind {
  readonly status: number
  /** What happened, for a person, without particulars. */
  readonly title: string
  /** What to do about it, where that is always the same. */
  readonly fix?: string
}

/** Every code that the server itself answers with; docs/errors.md explains each. */
export const problemCodes = {
  REQUEST_INVALID: { status: 400, title: 'The request is not valid' },
  AUTH_REQUIRED: {
    status: 401,
    title: 'Nobody is signed in',
    fix: 'Sign in, or send an API token: Authorization: Bearer berth_…',
  },
  AUTH_WRONG_PASSWORD: { status: 401, title: 'Name or password is wrong' },
  AUTH_TOKEN_INVALID: {
    status: 401,
    title: 'The API token is not valid',
    fix: 'Make a new token in the settings; tokens expire and can be revoked.',
  },
  ACCESS_DENIED: { status: 403, title: 'Your role or token does not allow this', fix: 'Ask an admin.' },
  ORIGIN_DENIED: {
    status: 403,
    title: 'The request came from another site',
    fix: 'Use the page of Berth itself, or an API token instead of the cookie.',
  },
  SETUP_DONE: { status: 409, title: 'The first admin exists already', fix: 'Sign in.' },
  SETUP_TOKEN_WRONG: {
    status: 403,
    title: 'The set-up link is not valid',
    fix: 'Use the link that the server printed when it last started; each start makes a new one.',
  },
  SESSION_REQUIRED: {
    status: 409,
    title: 'API tokens cannot do this',
    fix: 'Sign in, and do it on the page.',
  },
  PASSWORD_WRONG: {
    status: 403,
    title: 'The old password is wrong',
    fix: 'An admin can give you a new one.',
  },
  USER_NOT_FOUND: { status: 404, title: 'No such user' },
  USER_EXISTS: {
    status: 409,
    title: 'The name is taken',
    fix: 'Choose another name; that of somebody who was deleted stays in the history and is not given again.',
  },
  USER_LAST_ADMIN: {
    status: 409,
    title: 'There must be an admin',
    fix: 'Make somebody else an admin first.',
  },
  TOKEN_NOT_FOUND: { status: 404, title: 'No such API token' },
  TOKEN_EXCEEDS_CREATOR: {
    status: 403,
    title: 'A token cannot do more than its maker',
    fix: 'Choose your own role or a lesser one, and permissions that you and that role have.',
  },
  ROUTE_NOT_FOUND: { status: 404, title: 'No such address', fix: 'See /api/docs for what there is.' },
  PROJECT_NOT_FOUND: { status: 404, title: 'No such project' },
  PROJECT_EXISTS: {
    status: 409,
    title: 'A project of this name exists',
    fix: 'Choose another name, or PUT to the project to replace its files.',
  },
  PROJECT_IN_USE: {
    status: 409,
    title: 'The project still has containers or runs an operation',
    fix: 'Tear the project down first.',
  },
  PROJECT_HAS_COPIES: {
    status: 409,
    title: 'The project has copies',
    fix: 'Delete its copies first.',
  },
  PROJECT_NOT_YOURS: {
    status: 403,
    title: 'The copy is of somebody else',
    fix: 'Ask its owner or an admin, or make a copy of your own.',
  },
  PROJECT_NOT_COPY: {
    status: 409,
    title: 'The project is no copy',
    fix: 'Only copies are kept for a time; other projects are there until somebody deletes them.',
  },
  COPY_NOT_ISOLATED: {
    status: 422,
    title: 'A service of the project can only be there once',
    fix: 'Give the service a network of the project and publish its ports, or remove it from the copied branch.',
  },
  COPY_OF_FOLDER: {
    status: 422,
    title: 'The copy would need the folder of the project',
    fix: 'Register the project from a git repository, or with its files: then each copy has files of its own.',
  },
  COPY_QUOTA_REACHED: {
    status: 409,
    title: 'You have as many copies as you may',
    fix: 'Delete one that you need no more, or ask an admin to raise BERTH_COPY_QUOTA.',
  },
  COPY_PORTS_TAKEN: {
    status: 409,
    title: 'No port is left for the copy',
    fix: 'Delete copies that nobody needs, or widen BERTH_COPY_PORTS.',
  },
  FILE_NOT_FOUND: { status: 404, title: 'No such file' },
  FILE_PATH_INVALID: {
    status: 400,
    title: 'The path of the file is not allowed',
    fix: 'Use a path below the project folder, with / between names, without . or .. and without links.',
  },
  SOURCE_FILE_READ_ONLY: {
    status: 409,
    title: "The file is the repository's",
    fix: 'Change it in the repository and sync, or write what differs into compose.override.yaml beside it.',
  },
  FOLDER_NOT_ALLOWED: {
    status: 422,
    title: 'The folder cannot be used',
    fix: 'Name a folder above it in BERTH_PROJECT_ROOTS, and make it visible to Berth under the same path.',
  },
  SOURCE_NOT_GIT: { status: 409, title: 'The project is from no repository' },
  SOURCE_CONFLICT: {
    status: 409,
    title: 'The repository has a file that was written here',
    fix: 'Delete the file here, then sync again.',
  },
  SOURCE_TOO_LARGE: {
    status: 413,
    title: 'The source holds too much',
    fix: 'Name the subfolder that has the compose file, or keep data out of it.',
  },
  GIT_URL_INVALID: {
    status: 422,
    title: 'The address of the repository cannot be used',
    fix: 'Use https://host/path or user@host:path, and the name of a branch, tag or commit.',
  },
  GIT_REF_NOT_FOUND: { status: 422, title: 'The repository has no such branch, tag or commit' },
  GIT_FAILED: {
    status: 502,
    title: 'The repository could not be read',
    fix: 'Check the address and the credentials, and that the server can be reached from where Berth runs.',
  },
  ARCHIVE_INVALID: {
    status: 400,
    title: 'The archive cannot be taken',
    fix: 'Send a zip, tar, tar.gz or tar.zst archive of regular files; `tar --dereference` packs what links point to.',
  },
  FILE_ENCODING_INVALID: { status: 400, title: 'The content is not valid base64' },
  FILE_TOO_LARGE: {
    status: 413,
    title: 'The files of the project are too large',
    fix: 'Keep data in volumes and images; projects hold what describes them.',
  },
  FILES_CHANGED: {
    status: 412,
    title: 'Somebody changed the files meanwhile',
    fix: 'Read the project again and repeat the change on what is there now.',
  },
  PRECONDITION_REQUIRED: {
    status: 428,
    title: 'The request does not say which version it changes',
    fix: 'Send the ETag of what you read as If-Match, or `If-Match: *` to change whatever is there.',
  },
  NOTIFICATION_NOT_FOUND: { status: 404, title: 'No such notification' },
  WEBHOOK_NOT_FOUND: { status: 404, title: 'No such webhook' },
  WEBHOOKS_TOO_MANY: {
    status: 409,
    title: 'The project has as many webhooks as it may',
    fix: 'Delete one that nothing sends to any more.',
  },
  WEBHOOK_REFUSED: {
    status: 401,
    title: 'The delivery is not signed as the webhook wants it',
    fix: 'Enter the address and the secret of the webhook at the sender, and JSON as the content type; a new secret is made at the project.',
  },
  SLACK_REFUSED: {
    status: 401,
    title: 'The command is not signed as Slack signs',
    fix: 'Enter the signing secret of the app in Berth, under Settings and Slack, and see that the clock of this host is right.',
  },
  SLACK_NOT_SET: {
    status: 409,
    title: 'Slack is not set up',
    fix: 'Ask an admin to enter the signing secret under Settings and Slack.',
  },
  SLACK_LINK_NOT_FOUND: { status: 404, title: 'No such linked account' },
  REVISION_NOT_FOUND: { status: 404, title: 'No such revision' },
  REVISION_DAMAGED: {
    status: 409,
    title: 'A file of the revision is not on the disk any more',
    fix: 'Restore the folder `blobs` of the data folder from a backup, or choose another revision.',
  },
  VARIABLE_NOT_FOUND: { status: 404, title: 'No such variable' },
  VARIABLE_VALUE_REQUIRED: {
    status: 422,
    title: 'The variable needs a value',
    fix: 'Send the value. What a secret holds is never told, so it cannot be taken over.',
  },
  VARIABLES_INVALID: {
    status: 422,
    title: 'The env file cannot be understood or cannot hold the value',
    fix: 'Write one NAME=value a line; `errors` names the line that is not.',
  },
  COMPOSE_INVALID: {
    status: 422,
    title: 'The compose files have errors',
    fix: 'Mend what `errors` names; each has a file and a line.',
  },
  PLAN_STALE: {
    status: 409,
    title: 'The plan has changed since it was shown',
    fix: 'Make a new plan, look at it and deploy that one.',
  },
  PLAN_BLOCKED: {
    status: 409,
    title: 'The plan cannot be applied as things are',
    fix: 'Do what `errors` says, each has its own fix.',
  },
  POLICY_VIOLATION: { status: 422, title: 'A policy does not allow this' },
  POLICY_INVALID: { status: 422, title: 'The policy is not valid', fix: 'Do what `errors` says.' },
  POLICY_EXCEPTION_INVALID: { status: 422, title: 'The exception cannot be granted' },
  POLICY_EXCEPTION_NOT_FOUND: { status: 404, title: 'No such exception' },
  OPERATION_NOT_FOUND: { status: 404, title: 'No such operation' },
  OPERATION_FAILED: { status: 424, title: 'The operation failed' },
  OPERATION_CANCELLED: { status: 424, title: 'The operation was cancelled' },
  OPERATION_INTERRUPTED: {
    status: 424,
    title: 'The server stopped while the operation ran',
    fix: 'Run it again: it starts from what is there.',
  },
  OPERATION_QUEUE_FULL: {
    status: 429,
    title: 'Too many operations of this project wait already',
    fix: 'Wait until they have ended, or cancel some.',
  },
  RUN_NOT_FOUND: { status: 404, title: 'No such run' },
  RUN_EXISTS: {
    status: 409,
    title: 'The project has a run of this build already',
    fix: 'Choose another buildId, or send the same Idempotency-Key to get the run that there is.',
  },
  RUN_NOT_ISOLATED: {
    status: 422,
    title: 'The project cannot run beside itself',
    fix: 'Leave `network_mode: host` out: services reach one another by name on networks of the project.',
  },
  RUN_FAILED: {
    status: 424,
    title: 'The run failed',
    fix: 'See its log; keepOnFailure keeps the environment for a look at it.',
  },
  ARTIFACT_NOT_FOUND: { status: 404, title: 'The run has kept no such artifact' },
  SERVICE_NOT_FOUND: {
    status: 404,
    title: 'No such service',
    fix: 'Check the spelling against the services of the project.',
  },
  SERVICE_NOT_SCALABLE: {
    status: 422,
    title: 'The service cannot run that many containers',
    fix: 'Remove container_name from the service.',
  },
  OPERATION_NOT_YOURS: {
    status: 403,
    title: 'The operation is of somebody else',
    fix: 'Ask who began it, or an admin.',
  },
  OPERATION_NOT_ENDED: {
    status: 409,
    title: 'The operation has not ended',
    fix: 'Wait for its end, or cancel it first.',
  },
  CONTAINER_NOT_FOUND: { status: 404, title: 'The project has no such container' },
  EXEC_NOT_FOUND: {
    status: 404,
    title: 'No such terminal waits to be opened',
    fix: 'Ask for a new one: each is good for one websocket within half a minute.',
  },
  EXEC_BY_TOKEN: {
    status: 403,
    title: 'API tokens open no terminals',
    fix: 'Sign in, and open it from the page.',
  },
  CURSOR_EXPIRED: {
    status: 410,
    title: 'What happened then is no longer kept',
    fix: 'Read what you need again, then go on from the number that it carries; `oldest` is the first that can be.',
  },
  IDEMPOTENCY_IN_PROGRESS: {
    status: 409,
    title: 'The first request with this idempotency key is being worked on',
    fix: 'Send it again in a moment: it then gets the same operation.',
  },
  IDEMPOTENCY_MISMATCH: {
    status: 422,
    title: 'The idempotency key was used for another request',
    fix: 'Use a new key for a new request.',
  },
  STREAMS_TOO_MANY: {
    status: 429,
    title: 'You hold too many streams open',
    fix: 'Close pages, follow commands or scripts that are not needed, then open it again.',
  },
  RATE_LIMITED: { status: 429, title: 'Too many attempts', fix: 'Wait as long as Retry-After says.' },
  HOST_UNKNOWN: {
    status: 421,
    title: 'Berth is not reached under this name',
    fix: 'Open it by IP address or localhost, or name the host in BERTH_ALLOWED_HOSTS.',
  },
  PAGE_NOT_BUILT: {
    status: 503,
    title: 'The page has not been built',
    fix: 'Run npm run setup, or pnpm --filter @berth/web build.',
  },
  INTERNAL: {
    status: 500,
    title: 'Berth failed',
    fix: 'See the log of the server for this request id.',
  },
} as const satisfies Record<string, ProblemKind>

export type ProblemCode = keyof typeof problemCodes

/** What the Engine answers with, as HTTP. */
export const engineProblemCodes: { readonly [C in EngineErrorCode]: ProblemKind } = {
  ENGINE_UNREACHABLE: { status: 503, title: 'The Docker Engine does not answer' },
  ENGINE_TOO_OLD: { status: 501, title: 'The Docker Engine is too old' },
  ENGINE_NOT_FOUND: { status: 404, title: 'The Docker Engine does not know it' },
  ENGINE_CONFLICT: { status: 409, title: 'The Docker Engine reports a conflict' },
  ENGINE_REFUSED: { status: 502, title: 'The Docker Engine refused' },
  ENGINE_PORT_IN_USE: { status: 409, title: 'A port is in use' },
  ENGINE_IMAGE_NOT_FOUND: { status: 422, title: 'An image does not exist' },
  ENGINE_REGISTRY_DENIED: { status: 422, title: 'A registry denied access' },
  ENGINE_REGISTRY_LIMITED: { status: 503, title: 'A registry has been asked too often' },
  ENGINE_REGISTRY_UNREACHABLE: { status: 502, title: 'A registry does not answer' },
  ENGINE_BUILD_FAILED: { status: 422, title: 'An image could not be built' },
}
