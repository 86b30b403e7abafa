import type { GitInput } from '@berth/contract'
import { toProjectName } from './project-draft.ts'

/** How a repository lets us in. */
export type GitAccess = 'public' | 'token' | 'key'

/** The form as it is typed. */
export interface GitForm {
  readonly url: string
  readonly ref: string
  readonly subfolder: string
  readonly submodules: boolean
  readonly access: GitAccess
  readonly username: string
  readonly token: string
  readonly sshKey: string
  readonly knownHosts: string
}

export const blankGitForm: GitForm = {
  url: '',
  ref: '',
  subfolder: '',
  submodules: false,
  access: 'public',
  username: '',
  token: '',
  sshKey: '',
  knownHosts: '',
}

/** `user@host:path` and `ssh://…`. */
export const isSsh = (url: string): boolean => /^(ssh:\/\/|[^/\s]+@[^/\s]+:)/.test(url.trim())

/** The name that a repository, or the folder in it, suggests. */
export function nameOfRepository({ url, subfolder }: Pick<GitForm, 'url' | 'subfolder'>): string {
  const parts = [url.trim().replace(/\.git\/*$/, ''), subfolder.trim()].join('/').split(/[/:]/)
  const isOnlyHost = URL.canParse(url.trim()) && new URL(url.trim()).pathname === '/'
  return isOnlyHost && subfolder.trim() === ''
    ? ''
    : toProjectName(parts.findLast((part) => part !== '') ?? '')
}

/** By field, what keeps the form from being sent, in words. The server knows the rest. */
export type GitFaults = Partial<Record<'url' | 'token' | 'sshKey', string>>

export function checkGitForm(form: GitForm): GitFaults {
  return {
    ...(form.url.trim() === '' && { url: 'Give the address of the repository.' }),
    ...(isSsh(form.url) && form.access !== 'key' && { url: 'An ssh address needs a private key.' }),
    ...(form.access === 'token' &&
      form.token.trim() === '' && { token: 'Give the token, or choose public access.' }),
    ...(form.access === 'key' && form.sshKey.trim() === '' && { sshKey: 'Paste the private key.' }),
  }
}

/** What is sent: nothing of an access that was not chosen, and no empty field. */
export function toGitInput(form: GitForm): GitInput {
  const { access, submodules } = form
  const sent = {
    ref: form.ref.trim(),
    subfolder: form.subfolder.trim(),
    ...(access === 'token' && { username: form.username.trim(), token: form.token.trim() }),
    // A key without the line break at its end is refused by ssh.
    ...(access === 'key' && { sshKey: `${form.sshKey.trim()}\n`, knownHosts: form.knownHosts.trim() }),
  }
  const filled = Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== ''))
  return { url: form.url.trim(), ...filled, ...(submodules && { submodules }) }
}
