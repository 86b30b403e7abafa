import { type Command, defineCommand, planned } from './args/command.ts'
import {
  configFlags,
  downFlags,
  killFlags,
  restartFlags,
  rmFlags,
  stopFlags,
  versionFlags,
} from './args/command-flags.ts'
import { buildFlags, imagesFlags, pullFlags, pushFlags } from './args/image-flags.ts'
import { attachFlags, commitFlags, cpFlags, execFlags, exportFlags, runFlags } from './args/inside-flags.ts'
import {
  eventsFlags,
  logsFlags,
  lsFlags,
  portFlags,
  psFlags,
  statsFlags,
  volumesFlags,
  waitFlags,
} from './args/reading-flags.ts'
import { createFlags, planFlags, scaleFlags, upFlags } from './args/up-flags.ts'
import { config } from './commands/config.ts'

/** Why flags of Docker Compose are not there, by flag. */
const nothingToPlan = { 'dry-run': 'it changes nothing' }
const noPlanOfIt = { 'dry-run': 'what is done inside of containers is not planned' }
const noWatch = 'files are not watched'

const recreationConflicts = [
  ['build', 'no-build'],
  ['force-recreate', 'no-recreate'],
  ['always-recreate-deps', 'no-recreate'],
  ['renew-anon-volumes', 'no-recreate'],
] as const

/** Flags of `up` that are about following what containers write. */
const attachingFlags = [
  'abort-on-container-exit',
  'abort-on-container-failure',
  'attach',
  'attach-dependencies',
  'exit-code-from',
] as const

/** Every command of `berth`, in the order help lists them: parser, help and dispatch read this table. */
export const commands: Readonly<Record<string, Command>> = {
  config: defineCommand({
    summary: 'Check the compose files and print them in full, as Docker Compose understands them',
    usage: '[OPTIONS] [SERVICE...]',
    flags: configFlags,
    leftOut: nothingToPlan,
    conflicts: [],
    run: config,
  }),
  plan: defineCommand({
    summary: 'Show what up (or down) would do, and why, without doing it',
    usage: '[OPTIONS] [SERVICE...]',
    flags: planFlags,
    leftOut: {},
    conflicts: [
      ...recreationConflicts,
      ...(['build', 'force-recreate', 'no-recreate', 'no-deps', 'scale', 'pull'] as const).map(
        (flag) => ['down', flag] as const,
      ),
    ],
    run: async (input) => (await import('./commands/plan.ts')).plan(input),
  }),
  up: planned({
    summary: 'Create and start containers; recreate those that changed',
    usage: '[OPTIONS] [SERVICE...]',
    flags: upFlags,
    leftOut: { watch: noWatch, w: noWatch },
    conflicts: [
      ...recreationConflicts,
      ['abort-on-container-exit', 'abort-on-container-failure'],
      ['attach', 'attach-dependencies'],
      ...attachingFlags.flatMap((flag) => [['detach', flag] as const, ['wait', flag] as const]),
    ],
    run: async (input) => (await import('./commands/up.ts')).up(input),
  }),
  create: planned({
    summary: 'Create containers, recreate those that changed, and start none',
    usage: '[OPTIONS] [SERVICE...]',
    flags: createFlags,
    leftOut: {},
    conflicts: recreationConflicts.filter((pair) => pair.every((flag) => flag in createFlags)),
    run: async (input) => (await import('./commands/create.ts')).create(input),
  }),
  scale: planned({
    summary: 'Run as many containers of a service as you say',
    usage: '[OPTIONS] SERVICE=N...',
    flags: scaleFlags,
    leftOut: {},
    conflicts: [],
    run: async (input) => (await import('./commands/scale.ts')).scale(input),
  }),
  build: planned({
    summary: 'Build images, whether they are there or not',
    usage: '[OPTIONS] [SERVICE...]',
    flags: buildFlags,
    leftOut: {
      memory: 'BuildKit knows no limit for the memory of a build',
      m: 'BuildKit knows no limit for the memory of a build',
    },
    conflicts: [],
    run: async (input) => (await import('./commands/build.ts')).build(input),
  }),
  pull: planned({
    summary: 'Pull the images that the files name',
    usage: '[OPTIONS] [SERVICE...]',
    flags: pullFlags,
    leftOut: {},
    conflicts: [],
    run: async (input) => (await import('./commands/pull.ts')).pull(input),
  }),
  push: planned({
    summary: 'Push the images that are built',
    usage: '[OPTIONS] [SERVICE...]',
    flags: pushFlags,
    leftOut: {},
    conflicts: [],
    run: async (input) => (await import('./commands/push.ts')).push(input),
  }),
  images: defineCommand({
    summary: 'List the images of the containers of the project',
    usage: '[OPTIONS] [SERVICE...]',
    flags: imagesFlags,
    leftOut: nothingToPlan,
    conflicts: [],
    run: async (input) => (await import('./commands/images.ts')).images(input),
  }),
  down: planned({
    summary: 'Stop and remove containers and networks; with -v volumes too',
    usage: '[OPTIONS] [SERVICE...]',
    flags: downFlags,
    leftOut: {},
    conflicts: [],
    run: async (input) => (await import('./commands/down.ts')).down(input),
  }),
  start: planned({
    summary: 'Start containers that exist, and what they depend on',
    usage: '[SERVICE...]',
    flags: {},
    leftOut: {},
    conflicts: [],
    run: async (input) => (await import('./commands/start.ts')).start(input),
  }),
  stop: planned({
    summary: 'Stop containers and keep them',
    usage: '[OPTIONS] [SERVICE...]',
    flags: stopFlags,
    leftOut: {},
    conflicts: [],
    run: async (input) => (await import('./commands/stop.ts')).stop(input),
  }),
  restart: planned({
    summary: 'Restart containers as they are; changed files count with the next up only',
    usage: '[OPTIONS] [SERVICE...]',
    flags: restartFlags,
    leftOut: {},
    conflicts: [],
    run: async (input) => (await import('./commands/restart.ts')).restart(input),
  }),
  pause: planned({
    summary: 'Freeze the processes of running containers',
    usage: '[SERVICE...]',
    flags: {},
    leftOut: {},
    conflicts: [],
    run: async (input) => (await import('./commands/pause.ts')).pause(input),
  }),
  unpause: planned({
    summary: 'Let paused containers go on',
    usage: '[SERVICE...]',
    flags: {},
    leftOut: {},
    conflicts: [],
    run: async (input) => (await import('./commands/pause.ts')).unpause(input),
  }),
  kill: planned({
    summary: 'Send a signal to running containers, by default one that ends them at once',
    usage: '[OPTIONS] [SERVICE...]',
    flags: killFlags,
    leftOut: {},
    conflicts: [],
    run: async (input) => (await import('./commands/kill.ts')).kill(input),
  }),
  rm: planned({
    summary: 'Remove containers that do not run',
    usage: '[OPTIONS] [SERVICE...]',
    flags: rmFlags,
    leftOut: {},
    conflicts: [],
    run: async (input) => (await import('./commands/rm.ts')).rm(input),
  }),
  exec: defineCommand({
    summary: 'Run a command in a running container',
    usage: '[OPTIONS] SERVICE COMMAND [ARGS...]',
    flags: execFlags,
    leftOut: noPlanOfIt,
    isUnplanned: true,
    stopsAtFirstWord: true,
    conflicts: [],
    run: async (input) => (await import('./commands/exec.ts')).exec(input),
  }),
  run: planned({
    summary: 'Run one command in a container of its own, made as those of a service',
    usage: '[OPTIONS] SERVICE [COMMAND] [ARGS...]',
    flags: runFlags,
    leftOut: {},
    stopsAtFirstWord: true,
    conflicts: [
      ['publish', 'service-ports'],
      ['tty', 'no-TTY'],
    ],
    run: async (input) => (await import('./commands/run.ts')).run(input),
  }),
  attach: defineCommand({
    summary: 'Join input and output of what runs in a container to this terminal',
    usage: '[OPTIONS] SERVICE',
    flags: attachFlags,
    leftOut: noPlanOfIt,
    isUnplanned: true,
    conflicts: [],
    run: async (input) => (await import('./commands/attach.ts')).attach(input),
  }),
  cp: defineCommand({
    summary: 'Copy files and folders into containers of a service, or out of one',
    usage: '[OPTIONS] SERVICE:PATH PATH|- or PATH|- SERVICE:PATH',
    flags: cpFlags,
    leftOut: noPlanOfIt,
    isUnplanned: true,
    conflicts: [],
    run: async (input) => (await import('./commands/cp.ts')).cp(input),
  }),
  commit: defineCommand({
    summary: 'Make an image of the files of a running container',
    usage: '[OPTIONS] SERVICE [REPOSITORY[:TAG]]',
    flags: commitFlags,
    leftOut: noPlanOfIt,
    isUnplanned: true,
    conflicts: [],
    run: async (input) => (await import('./commands/commit.ts')).commit(input),
  }),
  export: defineCommand({
    summary: 'Write all files of a container as a tar',
    usage: '[OPTIONS] SERVICE',
    flags: exportFlags,
    leftOut: nothingToPlan,
    conflicts: [],
    run: async (input) => (await import('./commands/export.ts')).exportFiles(input),
  }),
  ps: defineCommand({
    summary: 'List the containers of the project',
    usage: '[OPTIONS] [SERVICE...]',
    flags: psFlags,
    leftOut: nothingToPlan,
    conflicts: [],
    run: async (input) => (await import('./commands/ps.ts')).ps(input),
  }),
  logs: defineCommand({
    summary: 'Show what the containers of the project have written',
    usage: '[OPTIONS] [SERVICE...]',
    flags: logsFlags,
    leftOut: nothingToPlan,
    conflicts: [],
    run: async (input) => (await import('./commands/logs.ts')).logs(input),
  }),
  ls: defineCommand({
    summary: 'List the projects that the Engine has containers of',
    usage: '[OPTIONS]',
    flags: lsFlags,
    leftOut: nothingToPlan,
    conflicts: [],
    run: async (input) => (await import('./commands/ls.ts')).ls(input),
  }),
  top: defineCommand({
    summary: 'List the processes that run in containers',
    usage: '[SERVICE...]',
    flags: {},
    leftOut: nothingToPlan,
    conflicts: [],
    run: async (input) => (await import('./commands/top.ts')).top(input),
  }),
  stats: defineCommand({
    summary: 'Show what containers use of processors, memory, network and disks',
    usage: '[OPTIONS] [SERVICE...]',
    flags: statsFlags,
    leftOut: nothingToPlan,
    conflicts: [],
    run: async (input) => (await import('./commands/stats.ts')).stats(input),
  }),
  events: defineCommand({
    summary: 'Show what happens to containers',
    usage: '[OPTIONS] [SERVICE...]',
    flags: eventsFlags,
    leftOut: nothingToPlan,
    conflicts: [],
    run: async (input) => (await import('./commands/events.ts')).events(input),
  }),
  port: defineCommand({
    summary: 'Show where a port of a container is published',
    usage: '[OPTIONS] SERVICE PORT',
    flags: portFlags,
    leftOut: nothingToPlan,
    conflicts: [],
    run: async (input) => (await import('./commands/port.ts')).port(input),
  }),
  volumes: defineCommand({
    summary: 'List the volumes of the project',
    usage: '[OPTIONS] [SERVICE...]',
    flags: volumesFlags,
    leftOut: nothingToPlan,
    conflicts: [],
    run: async (input) => (await import('./commands/volumes.ts')).volumes(input),
  }),
  wait: defineCommand({
    summary: 'Wait until containers have ended, and end with the exit code of the last',
    usage: '[OPTIONS] SERVICE...',
    flags: waitFlags,
    leftOut: noPlanOfIt,
    isUnplanned: true,
    conflicts: [],
    run: async (input) => (await import('./commands/wait.ts')).wait(input),
  }),
  version: defineCommand({
    summary: 'Show the version of Berth, and of the Docker Compose it keeps to',
    usage: '[OPTIONS]',
    flags: versionFlags,
    leftOut: nothingToPlan,
    conflicts: [],
    run: async (input) => (await import('./commands/version.ts')).version(input),
  }),
}

/** Commands of Docker Compose that Berth does not have yet. */
export const notYetCommands: readonly string[] = [...['bridge', 'publish', 'watch']]

/** Global flags of Docker Compose that Berth does not have, and why. */
export const globalsLeftOut: Readonly<Record<string, string>> = {
  compatibility: 'names have a dash in them, as since Docker Compose 2',
}
