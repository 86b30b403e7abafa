import { isIP } from 'node:net'

/** Whether a host name as it stands in a URL means this machine and cannot mean another. */
export const isLoopbackName = (name: string): boolean => {
  const bare = unbracketed(name)
  return bare === 'localhost' || bare.endsWith('.localhost') || bare === '::1' || isIPv4Loopback(bare)
}

/** Whether it is an IP address, with or without the brackets of IPv6. */
export const isAddress = (name: string): boolean => isIP(unbracketed(name)) !== 0

const isIPv4Loopback = (name: string) => isIP(name) === 4 && name.startsWith('127.')

const unbracketed = (name: string) => name.replace(/^\[|\]$/g, '').toLowerCase()
