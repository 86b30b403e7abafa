const hues = 8

/** A class of main.css: the same for a service as long as the list of services is the same. */
export const serviceColor = (services: readonly string[], service: string): string =>
  `service-${Math.max(0, services.indexOf(service)) % hues}`
