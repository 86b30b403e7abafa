// Longer than a file should be: a table with one line for each code that is not the loader's.
import type { containerFailureCodes, planProblemCodes } from '@berth/convergence'
import type { EngineErrorCode } from '@berth/docker-engine'
import type { ProblemCode as CliProblemCode } from '../../../../apps/cli/src/problem.ts'
import type { ProblemCode } from '../../../../apps/server/src/problem-codes.ts'

type ExplainedCode =
  | keyof typeof planProblemCodes
  | keyof typeof containerFailureCodes
  | EngineErrorCode
  | ProblemCode
  | CliProblemCode

/**
 * One message of each code, as somebody would see it. A test holds each against the source that makes it; the
 * loader's messages are not here, they are made by loading the examples in `packages/compose/examples`.
 */
export const messageExamples: Readonly<Record<ExplainedCode, string>> = {
  PLAN_OTHER_FOLDER:
    'A project shop was already deployed from /srv/shop: container shop-web-1 is its, not that of /home/ada/shop.',
  PLAN_SERVICE_UNKNOWN: 'The project has no service wbe.',
  PLAN_NO_CONTAINER: 'No container found for project "shop": there is nothing to start.',
  PLAN_NETWORK_MISSING: 'Network edge is declared as external, but does not exist.',
  PLAN_NETWORK_FOREIGN: 'Network shop_front exists, but was not made for network front of a Compose project.',
  PLAN_VOLUME_MISSING: 'Volume backups is declared as external, but does not exist.',
  PLAN_IMAGE_MISSING:
    'Service web needs image example/web:1.4, which is not on the Engine, and its pull_policy is never.',
  PLAN_SHARED_CONTAINER_MISSING: 'Service proxy shares the network of service vpn, which has no container.',
  PLAN_ATTRIBUTE_NOT_APPLIED:
    'Service web uses healthcheck.start_interval, which Berth cannot apply: it needs Docker 25.0 or newer (API 1.44), and this Engine speaks API 1.43.',
  PLAN_NEEDS_CONTAINERD_STORE:
    'Service web is built for linux/amd64, linux/arm64, which the image store of this Engine cannot keep.',
  PLAN_BUILD_CYCLE:
    'Services are built from each other in a circle, so none can be the first: base -> web -> base.',
  PLAN_NAME_TAKEN: 'Service web needs the container name proxy, which container proxy of project edge has.',
  PLAN_REFUSED_BY_POLICY:
    'The policy refuses this plan: service web: The container may do everything that the host may (HostConfig.Privileged, compose.yaml:4, rule privileged).',
  PLAN_PORT_TAKEN: 'Containers shop-web-1 and shop-api-1 both need host port 8080/tcp.',

  CONTAINER_EXITED: 'Service web: container shop-web-1 exited with code 1.',
  CONTAINER_UNHEALTHY: 'Service db: container shop-db-1 is unhealthy: no response on port 5432',
  CONTAINER_NOT_READY: 'Service db: container shop-db-1 was not ready after 60 s: health: starting.',
  CONTAINER_HOOK_FAILED: 'Service web: post_start[0] in container shop-web-1 exited with code 2.',
  CONTAINER_NO_HEALTHCHECK:
    'Service db: container shop-db-1 has no healthcheck, but others wait until it is healthy.',

  ENGINE_UNREACHABLE: 'Could not list containers: connect ENOENT /var/run/docker.sock',
  ENGINE_TOO_OLD: 'The Docker Engine speaks API 1.39; Berth needs 1.41 or newer',
  ENGINE_NOT_FOUND: 'Could not inspect container shop-web-1: No such container: shop-web-1',
  ENGINE_CONFLICT: 'Could not remove volume shop_data: remove shop_data: volume is in use - [0f3c6b2a9d41]',
  ENGINE_REFUSED: 'Could not start container shop-web-1: OCI runtime create failed: permission denied',
  ENGINE_PORT_IN_USE:
    'Could not start container shop-web-1: Bind for 0.0.0.0:8080 failed: port is already allocated',
  ENGINE_IMAGE_NOT_FOUND: 'Could not pull example/web:1.4 from docker.io: manifest unknown',
  ENGINE_REGISTRY_DENIED:
    'Could not pull registry.example.com/web:1.4: unauthorized: authentication required',
  ENGINE_REGISTRY_LIMITED:
    'Could not pull example/web:1.4 from docker.io: toomanyrequests: You have reached your pull rate limit.',
  ENGINE_REGISTRY_UNREACHABLE:
    'Could not pull registry.example.com/web:1.4: Get "https://registry.example.com/v2/": dial tcp: lookup registry.example.com: no such host',
  ENGINE_BUILD_FAILED: 'Could not build shop-web: RUN npm ci: exit code: 1',

  REQUEST_INVALID: 'A project is made from one of `files`, `git` and `folder`.',
  AUTH_REQUIRED: 'This needs somebody who is signed in.',
  AUTH_WRONG_PASSWORD: 'No user has this name and password.',
  AUTH_TOKEN_INVALID: 'The API token is unknown, expired or revoked.',
  ACCESS_DENIED: 'The role viewer does not hold project:deploy.',
  ORIGIN_DENIED: 'Origin is https://evil.example, Host is berth.example.com.',
  SETUP_DONE: 'Berth has been set up; the link works once.',
  SETUP_TOKEN_WRONG: 'The one-time token is not the one of the last start.',
  SESSION_REQUIRED: 'An API token asked for it.',
  PASSWORD_WRONG: 'The old password is not the one of your account.',
  USER_NOT_FOUND: 'There is no user user_01K9.',
  USER_EXISTS: 'There is, or was, a user grace.',
  USER_LAST_ADMIN: 'ada is the only admin: nobody could manage Berth any more.',
  TOKEN_NOT_FOUND: 'You have no API token tok_01K9.',
  TOKEN_EXCEEDS_CREATOR: 'The role viewer cannot make a token of the role admin.',
  ROUTE_NOT_FOUND: 'There is nothing for GET /api/v1/projcts.',
  PROJECT_NOT_FOUND: 'There is no project shop.',
  PROJECT_EXISTS: 'There is a project shop already.',
  PROJECT_IN_USE: 'Containers of shop exist: shop-web-1, shop-db-1.',
  PROJECT_HAS_COPIES: 'Copies of shop exist: shop-ada, shop-feat-x.',
  PROJECT_NOT_YOURS: 'Only its owner and admins may change a copy.',
  PROJECT_NOT_COPY: 'shop is no copy of another project.',
  COPY_NOT_ISOLATED: 'node-exporter would listen on the ports of the host beside the parent.',
  COPY_OF_FOLDER: 'The copy would not find what is only in the folder: web builds app.',
  COPY_QUOTA_REACHED: 'ada has 4 copies: blog-ada, shop-ada, shop-feat-x, shop-feat-y.',
  COPY_PORTS_TAKEN: 'Every port from 20000 to 29999 is taken.',
  FILE_NOT_FOUND: 'shop has no file web.env.',
  FILE_PATH_INVALID: 'The path "../other/compose.yaml" has the part ...',
  SOURCE_FILE_READ_ONLY: "compose.yaml of shop is the repository's.",
  FOLDER_NOT_ALLOWED: '/etc is not a folder in /srv.',
  SOURCE_NOT_GIT: "The files of shop are not a repository's.",
  SOURCE_CONFLICT: 'web.env is in the repository and was written here.',
  SOURCE_TOO_LARGE: 'The repository is too large.',
  GIT_URL_INVALID: '"shop.git" is neither an https nor an ssh address.',
  GIT_REF_NOT_FOUND: 'The repository has no branch, tag or commit release-9.',
  GIT_FAILED: 'https://git.example.com/shop.git took too long to answer.',
  ARCHIVE_INVALID: '"logs/latest" in the archive is a symbolic link, not a file.',
  FILE_ENCODING_INVALID: 'The content of logo.png is not base64.',
  FILE_TOO_LARGE: 'dump.sql is larger than 8 MiB.',
  PRECONDITION_REQUIRED:
    'The files of shop may have changed since they were read: the request has no If-Match.',
  STREAMS_TOO_MANY: 'You hold 100 streams and websockets open already.',
  FILES_CHANGED: 'The files of shop are not the ones that were read.',
  REVISION_NOT_FOUND: 'shop has no revision 12.',
  REVISION_DAMAGED: 'The content of compose.yaml cannot be read any more.',
  VARIABLE_NOT_FOUND: 'DB_PASSWORD is not set here.',
  VARIABLE_VALUE_REQUIRED: 'DB_PASSWORD is not set, and no value was given.',
  VARIABLES_INVALID: 'The value of DB_PASSWORD cannot be written into an env file.',
  COMPOSE_INVALID:
    'The compose files of shop have 1 error: The service "web" has neither an image nor a build section.',
  PLAN_STALE:
    'The plan for shop is no longer the one that was agreed to: the files or the host have changed.',
  POLICY_VIOLATION:
    'A policy refuses what shop would be: service web: It takes host port 80 (HostConfig.PortBindings, compose.yaml:4, rule ports).',
  POLICY_INVALID: 'The policy has a fault: rules.ports 70000 has to be a port, or a range such as 8000-8999.',
  POLICY_EXCEPTION_INVALID: 'The exception would end before it has begun.',
  POLICY_EXCEPTION_NOT_FOUND: 'There is no exception exc_01JD8.',
  PLAN_BLOCKED: 'shop cannot be brought there: Network edge is declared as external, but does not exist.',
  OPERATION_NOT_FOUND: 'There is no operation op_01K9.',
  OPERATION_FAILED: 'A replacement failed and was taken back.',
  OPERATION_CANCELLED: 'The operation was cancelled. What it had done by then stays; nothing new was begun.',
  OPERATION_INTERRUPTED: 'The server stopped while the operation ran. What it had started still runs.',
  OPERATION_QUEUE_FULL: '20 operations of shop wait already.',
  RUN_NOT_FOUND: 'There is no run run_01JEXAMPLE.',
  RUN_EXISTS: 'shop has a run of the build 4711, or there is a shop-run-4711 already.',
  RUN_NOT_ISOLATED: 'proxy would listen on the ports of the host.',
  RUN_FAILED: 'tests of shop exited 3 in the run 4711.',
  ARTIFACT_NOT_FOUND: 'run_01JEXAMPLE has kept no junit.xml.',
  SERVICE_NOT_FOUND: 'shop has no service wbe.',
  SERVICE_NOT_SCALABLE:
    'Service web cannot run 3 containers: its container_name proxy can be taken once only.',
  OPERATION_NOT_YOURS: 'op_01K9 is of grace.',
  OPERATION_NOT_ENDED: 'op_01K9 is running.',
  NOTIFICATION_NOT_FOUND: 'You were not told anything as nt_01K9.',
  WEBHOOK_NOT_FOUND: 'shop has no webhook hk_01K9.',
  WEBHOOKS_TOO_MANY: 'shop has 20 webhooks.',
  WEBHOOK_REFUSED: 'The delivery is not believed: X-Hub-Signature-256 does not match.',
  SLACK_REFUSED: 'The command is not believed: X-Slack-Signature does not match.',
  SLACK_NOT_SET: 'There is no signing secret of Slack.',
  SLACK_LINK_NOT_FOUND: 'There is no linked account sl_01K9.',
  CONTAINER_NOT_FOUND: 'shop has no container shop-web-9.',
  EXEC_NOT_FOUND: 'There is no terminal exec_01K9 for you to open.',
  EXEC_BY_TOKEN: 'A terminal was asked for by an API token.',
  CURSOR_EXPIRED: 'Events after 120 are not all kept; 4711 is the first.',
  IDEMPOTENCY_IN_PROGRESS: 'The first request with the key deploy-42 is being worked on.',
  IDEMPOTENCY_MISMATCH: 'The key deploy-42 was used for a request that differs.',
  RATE_LIMITED: 'Too many terminals wait to be opened.',
  HOST_UNKNOWN: 'The request was made to berth.example.com.',
  PAGE_NOT_BUILT: 'The API works, but the page has not been built.',
  INTERNAL: 'Something failed inside the server. Nothing more was told to keep its secrets.',

  CLI_UNKNOWN_COMMAND: 'There is no command `berth stauts`',
  CLI_FAULT: 'berth itself failed: TypeError: names is not iterable',
  CLI_UNKNOWN_FLAG: '`berth up` has no flag --detatch',
  CLI_NOT_YET: "Berth does not have Docker Compose's command `watch` yet",
  CLI_BAD_VALUE: '`berth port` needs a service and a port of its containers',
  CLI_CONFLICTING_FLAGS: '--force-recreate and --no-recreate cannot be given together',
  CLI_NO_SUCH_SERVICE: 'no such service: wbe',
  CLI_NOTHING_SELECTED: 'no service selected',
  CLI_NOT_RUNNING: 'service "web" is not running container #3',
  CLI_NO_CONTAINER: 'no container #5 found for service "web"',
  CLI_CANNOT_COPY: 'Could not copy site to web:/srv/site/: there is no folder /srv/site/',
  CLI_NO_SUCH_PORT: 'no port 8443/tcp for container shop-web-1',
  CLI_BAD_POLICY: 'The policy ops/policy.yaml could not be read: ENOENT: no such file or directory',
  CLI_REFUSED_BY_POLICY:
    'The policy refuses this command: service web: The command may do everything that the host may (exec.Privileged, rule privileged).',
  CLI_WRITE_FAILED:
    "Could not write out/compose.yaml: ENOENT: no such file or directory, open 'out/compose.yaml'",
  CLI_BAD_IMAGE: "'Example/Web' is not the name of an image, so it cannot be pinned",
}
