/** Whether Docker Compose would fetch what is named here: a git repository or an artifact of a registry. */
export const isRemote = (path: string): boolean =>
  /^(https?|git|ssh|oci):\/\/|^git@|^github\.com\//.test(path)
