/** What is wrong with what should be a signing secret; undefined when nothing is. Pure. */
export function checkSigningSecret(text: string): string | undefined {
  const secret = text.trim()
  if (secret === '') return 'Enter the signing secret of the app in Slack'
  if (secret.startsWith('xox') || secret.startsWith('xapp-')) {
    return 'This is a token: the signing secret is under Basic Information'
  }
  return /^[!-~]{16,128}$/.test(secret) ? undefined : 'Signing secrets have 16 to 128 letters and no spaces'
}
