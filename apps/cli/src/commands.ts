import { type Command, defineCommand } from './args/command.ts'
import {
  configFlags,
  downFlags,
  killFlags,
  planFlags,
  psFlags,
  restartFlags,
  rmFlags,
  stopFlags,
  upFlags,
  versionFlags,
} from './args/command-flags.ts'
import { logsFlags } from './args/reading-flags.ts'

/** Every command of `berth`, in the order help lists them: parser, help and dispatch read this table. */
export const commands: Readonly<Record<string, Command>> = {
  config: defineCommand({
    summary: 'Check the compose files and print them in full, as Docker Compose understands them',
    usage: '[OPTIONS] [SERVICE...]',
    flags: configFlags,
    notYet: ['dry-run'],
    conflicts: [],
    run: async (input) => (await import('./commands/config.ts')).config(input),
  }),
  plan: defineCommand({
    summary: 'Show what up (or down) would do, and why, without doing it',
    usage: '[OPTIONS] [SERVICE...]',
    flags: planFlags,
    notYet: [],
    conflicts: [
      ['force-recreate', 'no-recreate'],
      ...(['build', 'force-recreate', 'no-recreate', 'no-deps', 'scale', 'pull'] as const).map(
        (flag) => ['down', flag] as const,
      ),
    ],
    run: async (input) => (await import('./commands/plan.ts')).plan(input),
  }),
  up: defineCommand({
    summary: 'Create and start containers; recreate those that changed',
    usage: '[OPTIONS] [SERVICE...]',
    flags: upFlags,
    notYet: [
      ...['abort-on-container-exit', 'abort-on-container-failure', 'always-recreate-deps', 'attach'],
      ...['attach-dependencies', 'dry-run', 'exit-code-from', 'menu', 'no-attach', 'no-build', 'no-color'],
      ...['no-log-prefix', 'no-start', 'quiet-build', 'quiet-pull', 'renew-anon-volumes', 'V', 'timestamps'],
      ...['wait-timeout', 'watch', 'w', 'yes', 'y'],
    ],
    conflicts: [['force-recreate', 'no-recreate']],
    run: async (input) => (await import('./commands/up.ts')).up(input),
  }),
  down: defineCommand({
    summary: 'Stop and remove containers and networks; with -v volumes too',
    usage: '[OPTIONS] [SERVICE...]',
    flags: downFlags,
    notYet: ['rmi', 'dry-run'],
    conflicts: [],
    run: async (input) => (await import('./commands/down.ts')).down(input),
  }),
  start: defineCommand({
    summary: 'Start containers that exist, and what they depend on',
    usage: '[SERVICE...]',
    flags: {},
    notYet: ['dry-run'],
    conflicts: [],
    run: async (input) => (await import('./commands/start.ts')).start(input),
  }),
  stop: defineCommand({
    summary: 'Stop containers and keep them',
    usage: '[OPTIONS] [SERVICE...]',
    flags: stopFlags,
    notYet: ['dry-run'],
    conflicts: [],
    run: async (input) => (await import('./commands/stop.ts')).stop(input),
  }),
  restart: defineCommand({
    summary: 'Restart containers as they are; changed files count with the next up only',
    usage: '[OPTIONS] [SERVICE...]',
    flags: restartFlags,
    notYet: ['dry-run'],
    conflicts: [],
    run: async (input) => (await import('./commands/restart.ts')).restart(input),
  }),
  pause: defineCommand({
    summary: 'Freeze the processes of running containers',
    usage: '[SERVICE...]',
    flags: {},
    notYet: ['dry-run'],
    conflicts: [],
    run: async (input) => (await import('./commands/pause.ts')).pause(input),
  }),
  unpause: defineCommand({
    summary: 'Let paused containers go on',
    usage: '[SERVICE...]',
    flags: {},
    notYet: ['dry-run'],
    conflicts: [],
    run: async (input) => (await import('./commands/pause.ts')).unpause(input),
  }),
  kill: defineCommand({
    summary: 'Send a signal to running containers, by default one that ends them at once',
    usage: '[OPTIONS] [SERVICE...]',
    flags: killFlags,
    notYet: ['dry-run'],
    conflicts: [],
    run: async (input) => (await import('./commands/kill.ts')).kill(input),
  }),
  rm: defineCommand({
    summary: 'Remove containers that do not run',
    usage: '[OPTIONS] [SERVICE...]',
    flags: rmFlags,
    notYet: ['dry-run'],
    conflicts: [],
    run: async (input) => (await import('./commands/rm.ts')).rm(input),
  }),
  ps: defineCommand({
    summary: 'List the containers of the project',
    usage: '[OPTIONS] [SERVICE...]',
    flags: psFlags,
    notYet: ['filter', 'orphans', 'dry-run'],
    conflicts: [],
    run: async (input) => (await import('./commands/ps.ts')).ps(input),
  }),
  logs: defineCommand({
    summary: 'Show what the containers of the project have written',
    usage: '[OPTIONS] [SERVICE...]',
    flags: logsFlags,
    notYet: ['dry-run'],
    conflicts: [],
    run: async (input) => (await import('./commands/logs.ts')).logs(input),
  }),
  version: defineCommand({
    summary: 'Show the version of Berth, and of the Docker Compose it keeps to',
    usage: '[OPTIONS]',
    flags: versionFlags,
    notYet: ['dry-run'],
    conflicts: [],
    run: async (input) => (await import('./commands/version.ts')).version(input),
  }),
}

/** Commands of Docker Compose that Berth does not have yet. */
export const notYetCommands: readonly string[] = [
  ...['attach', 'bridge', 'build', 'commit', 'cp', 'create', 'events', 'exec', 'export', 'images'],
  ...['ls', 'port', 'publish', 'pull', 'push', 'run', 'scale'],
  ...['stats', 'top', 'volumes', 'wait', 'watch'],
]

/** Global flags of Docker Compose that Berth does not have yet. */
export const notYetGlobals: readonly string[] = ['all-resources', 'compatibility', 'dry-run', 'parallel']
