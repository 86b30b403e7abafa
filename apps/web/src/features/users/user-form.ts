/** What is wrong with the name of a user, in words. */
export const checkUserName = (name: string): string | undefined =>
  /^[a-z0-9][a-z0-9._-]{0,39}$/.test(name)
    ? undefined
    : 'Use lower-case letters, digits, dots and hyphens, beginning with a letter or digit.'

const shortestPassword = 10

/** What is wrong with a new password, in words. */
export function checkNewPassword(password: string): string | undefined {
  const missing = shortestPassword - password.length
  return missing > 0 ? `Use at least ${shortestPassword} characters; ${missing} more to go.` : undefined
}
