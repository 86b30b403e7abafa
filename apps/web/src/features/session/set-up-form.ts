export interface SetUpForm {
  readonly token: string
  readonly name: string
  readonly password: string
}

const shortestPassword = 10

/** What is wrong with each field, in words; empty when the form can be sent. */
export function checkSetUp({ token, name, password }: SetUpForm): Partial<Record<keyof SetUpForm, string>> {
  return {
    ...(token.trim() === '' && { token: 'Paste the token that Berth printed when it started.' }),
    ...(!/^[a-z0-9][a-z0-9._-]{0,39}$/.test(name) && {
      name: 'Use lower-case letters, digits, dots and hyphens, beginning with a letter or digit.',
    }),
    ...(password.length < shortestPassword && {
      password: `Use at least ${shortestPassword} characters; ${shortestPassword - password.length} more to go.`,
    }),
  }
}

/** The one-time token in a set-up link's fragment, which never reaches a server's log. */
export const tokenOf = (fragment: string): string =>
  new URLSearchParams(fragment.replace(/^#/, '')).get('token') ?? ''
