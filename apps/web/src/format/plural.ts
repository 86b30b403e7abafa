/** `1 service`, `3 services`; `many` where an s is not enough. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`
