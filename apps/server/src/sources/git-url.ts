import { lookup } from 'node:dns/promises'
import { isIPv6 } from 'node:net'
import { ProblemError } from '../http/problem.ts'

/** Where a repository is, taken apart. */
export interface GitAddress {
  /** As git is given it; no credentials are in it. */
  readonly url: string
  readonly protocol: 'https' | 'ssh' | 'http'
  readonly host: string
}

export interface GitUrlOptions {
  /** Allows ssh and plain http on this machine: for tests, which have no other and no certificate. */
  readonly allowLoopback: boolean
}

/**
 * Takes the address of a repository apart: https, or ssh as a URL or as `user@host:path`. Pure.
 *
 * @throws a problem for every other transport, and when a password is in it, which would end up in logs.
 */
export function parseGitUrl(text: string, { allowLoopback }: GitUrlOptions): GitAddress {
  const scp = /^([A-Za-z0-9_][\w.-]*)@([A-Za-z0-9][\w.-]*):(?!\/\/)([^\s:][^\s]*)$/.exec(text)
  if (scp?.[2] !== undefined) return { url: text, protocol: 'ssh', host: scp[2] }
  const url = URL.canParse(text) ? new URL(text) : undefined
  const protocol = url?.protocol.slice(0, -1)
  if (url === undefined || (protocol !== 'https' && protocol !== 'ssh' && protocol !== 'http')) {
    throw invalid(`${JSON.stringify(text)} is neither an https nor an ssh address.`)
  }
  if (/[\s\p{Cc}]/u.test(text)) throw invalid('The address of a repository has no spaces.')
  if (url.password !== '' || (protocol !== 'ssh' && url.username !== '')) {
    throw invalid('The address has credentials in it.', 'Send a token as `token`, or a key as `sshKey`.')
  }
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (!/^[A-Za-z0-9]/.test(host) && !isIPv6(host)) throw invalid(`${JSON.stringify(host)} is no host.`)
  if (protocol === 'http' && !(allowLoopback && isLoopback(host))) {
    throw invalid('Plain http can be read and changed on the way.', 'Use https or ssh.')
  }
  return { url: text, protocol, host }
}

/**
 * Refuses hosts that are no git servers but parts of this machine or of a cloud's inside, which a caller could
 * reach through us.
 *
 * @throws a problem, GIT_URL_INVALID, or GIT_FAILED when the name means nothing.
 */
export async function requireAllowedHost(
  { host, protocol }: GitAddress,
  { allowLoopback }: GitUrlOptions,
): Promise<void> {
  const found = await lookup(host, { all: true }).catch((cause) => {
    throw new ProblemError('GIT_FAILED', `The name ${host} could not be resolved.`, { cause })
  })
  for (const { address } of found) {
    const isTest = allowLoopback && protocol !== 'https' && isLoopback(address)
    if (!isTest && isInside(address)) throw invalid(`${host} is ${address}, which is no git server.`)
  }
}

/**
 * The address of a submodule, which may be relative to that of its repository. Pure.
 *
 * @throws a problem when it is relative and leads above the host.
 * @see https://git-scm.com/docs/git-submodule#Documentation/git-submodule.txt-add-bbranchltbranchgt-f--force--nameltnamegt--referenceltrepositorygt--ref-formatltformatgt--depthltdepthgt--ltrepositorygtltpathgt
 */
export function submoduleUrl(written: string, parent: string): string {
  if (!/^\.\.?\//.test(written)) return written
  const [, head = '', below = ''] = /^(\w+:\/\/[^/]+\/|[^/]+?:)(.*)$/.exec(parent) ?? []
  const parts = below.split('/').filter(Boolean)
  for (const part of written.split('/')) {
    if (part === '..' && parts.pop() === undefined) throw invalid(`${written} leads above ${parent}.`)
    if (part !== '..' && part !== '.' && part !== '') parts.push(part)
  }
  return head + parts.join('/')
}

const isLoopback = (address: string) =>
  address === 'localhost' || address === '::1' || address.startsWith('127.')

/** Loopback, link-local (where clouds keep their metadata), unspecified and multicast addresses. */
function isInside(address: string): boolean {
  const plain = address.toLowerCase().replace(/^::ffff:/, '')
  return (
    isLoopback(plain) ||
    /^(0\.|169\.254\.|22[4-9]\.|23\d\.|24\d\.|25[0-5]\.)/.test(plain) ||
    /^(::$|fe[89ab]|ff)/.test(plain)
  )
}

/** @throws a problem unless it can be the name of a branch or tag, or a commit. */
export function requireRef(ref: string): void {
  const isFine =
    /^[A-Za-z0-9][A-Za-z0-9._/+@=-]{0,199}$/.test(ref) && !/\.\.|@\{|\/\/|\.lock$|\.$|\/$/.test(ref)
  if (!isFine) throw invalid(`${JSON.stringify(ref)} is no name of a branch or tag, and no commit.`)
}

const invalid = (detail: string, fix?: string) =>
  new ProblemError('GIT_URL_INVALID', detail, fix === undefined ? {} : { fix })
