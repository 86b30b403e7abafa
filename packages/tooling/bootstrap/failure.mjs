/** The set-up cannot go on: what failed, and what to do about it. */
export class SetupError extends Error {
  constructor(/** @type {string} */ message, /** @type {string} */ fix) {
    super(message)
    this.fix = fix
  }
}

/** What npm and pnpm print, and what helps. The first that matches is taken. */
const fixes = /** @type {const} */ ([
  [/ENOSPC|no space left/i, 'The disk is full: about 1 GB is needed here and in the store of pnpm.'],
  [/command not found|spawn npm ENOENT/i, 'npm is not on the PATH; it comes with Node.'],
  [/EACCES|EPERM|permission denied/i, 'This user may not write here; see the path named above.'],
  [
    /OUTDATED_LOCKFILE|frozen-lockfile/i,
    'pnpm-lock.yaml does not fit package.json: run `pnpm install`, commit both.',
  ],
  [
    /CERT_|self.signed certificate/i,
    'A proxy with its own certificate? Set NODE_EXTRA_CA_CERTS to its file.',
  ],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|FETCH|error sending request|dns error/i,
    'The package registry cannot be reached: check the network, or registry and proxy in .npmrc.',
  ],
])

export function explainInstallFailure(/** @type {string} */ output) {
  const known = fixes.find(([symptom]) => symptom.test(output))
  return known === undefined ? 'See the messages above; running it again does no harm.' : known[1]
}
