import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { onTestFinished } from 'vitest'

const run = promisify(execFile)

/** Git repositories in a folder that goes with the test. */
export interface Repositories {
  readonly root: string
  /** Makes a commit in a repository, which is made when it is new; resolves with its id. */
  commit(
    repository: string,
    files: Readonly<Record<string, string>>,
    options?: CommitOptions,
  ): Promise<string>
  git(repository: string, ...args: string[]): Promise<string>
}

export interface CommitOptions {
  /** By path, what links lead to. */
  readonly links?: Readonly<Record<string, string>>
  readonly executable?: readonly string[]
}

/** As a developer has them, each with its work tree. */
export async function makeRepositories(): Promise<Repositories> {
  const root = await mkdtemp(path.join(tmpdir(), 'berth-git-'))
  onTestFinished(() => rm(root, { recursive: true }))
  const git = async (repository: string, ...args: string[]) => {
    const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' }
    const identity = [
      '-c',
      'user.name=ada',
      '-c',
      'user.email=ada@example.org',
      '-c',
      'protocol.file.allow=always',
    ]
    const { stdout } = await run('git', [...identity, ...args], { cwd: path.join(root, repository), env })
    return stdout.trim()
  }
  return {
    root,
    git,
    async commit(repository, files, { links = {}, executable = [] } = {}) {
      const folder = path.join(root, repository)
      await mkdir(folder, { recursive: true })
      await git(repository, 'init', '--quiet', '--initial-branch=main')
      for (const [name, text] of Object.entries(files)) {
        await mkdir(path.dirname(path.join(folder, name)), { recursive: true })
        await writeFile(path.join(folder, name), text, { mode: executable.includes(name) ? 0o755 : 0o644 })
      }
      for (const [name, target] of Object.entries(links)) await symlink(target, path.join(folder, name))
      await git(repository, 'add', '--all')
      await git(repository, 'commit', '--quiet', '--allow-empty', '--message=next')
      return git(repository, 'rev-parse', 'HEAD')
    },
  }
}
