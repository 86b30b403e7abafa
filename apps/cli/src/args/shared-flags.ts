/** Flags that several commands have with the same meaning. */

/** Of whatever makes containers, images, networks or volumes. */
export const policy = {
  kind: 'text',
  placeholder: 'FILE',
  help: 'Refuse or warn of what this policy says (default: the file that BERTH_POLICY names)',
} as const

export const timeout = {
  kind: 'integer',
  short: 't',
  placeholder: 'SECONDS',
  help: "Time to stop in before a container is killed (default: the container's own)",
} as const

/** Which of several containers of a service. */
export const index = {
  kind: 'integer',
  placeholder: 'N',
  help: 'The container of this number, where a service has several',
} as const
