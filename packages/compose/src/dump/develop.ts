import type { Develop, Hook, WatchRule } from '../project.ts'
import { commandWords, type DumpFormat, extra, type JsonObject, omitEmpty, pick } from './json.ts'

/** A develop section as the reference prints it. */
export const dumpDevelop = (develop: Develop, format: DumpFormat): JsonObject => ({
  ...omitEmpty({ watch: develop.watch?.map((rule) => dumpWatchRule(rule, format)) }),
  ...extra(develop, format),
})

/** Every rule has a hook in the reference's JSON. */
function dumpWatchRule(rule: WatchRule, format: DumpFormat): JsonObject {
  return {
    path: rule.path,
    action: rule.action,
    ...omitEmpty({
      target: rule.target,
      exec: dumpHook(rule.exec ?? {}, format),
      include: rule.include,
      ignore: rule.ignore,
      initial_sync: rule.initial_sync,
    }),
    ...extra(rule, format),
  }
}

/** A hook as the reference prints it; its JSON always has a command. */
export const dumpHook = (hook: Hook, format: DumpFormat): JsonObject => ({
  ...pick({ command: commandWords(hook.command, format) }),
  ...omitEmpty({
    user: hook.user,
    privileged: hook.privileged,
    working_dir: hook.working_dir,
    environment: hook.environment,
  }),
  ...extra(hook, format),
})
