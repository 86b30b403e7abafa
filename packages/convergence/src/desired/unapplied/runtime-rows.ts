import { hasEntries, problem, type Row } from './row.ts'

/** What takes more than a field of the container: files of the client, other containers, commands at the right time. */
export function runtimeRows(): Row[] {
  const later = 'Berth does not bring it to the Engine'
  return [
    problem('external_links', later, ({ external_links }) => hasEntries(external_links)),
    problem('ipc', later, ({ ipc }) => isOfService(ipc)),
    problem('links', later, ({ links }) => hasEntries(links)),
    problem('mac_address', later, ({ mac_address }) => Boolean(mac_address)),
    problem('pid', later, ({ pid }) => isOfService(pid)),
    problem('post_start', later, ({ post_start }) => hasEntries(post_start)),
    problem('pre_stop', later, ({ pre_stop }) => hasEntries(pre_stop)),
    problem('security_opt', later, ({ security_opt = [] }) => security_opt.some(needsClient)),
    problem('use_api_socket', later, ({ use_api_socket }) => use_api_socket === true),
    problem('uts', later, ({ uts }) => isOfService(uts)),
    problem('volumes_from', later, ({ volumes_from }) => hasEntries(volumes_from)),
  ]
}

const isOfService = (mode: string | undefined) => mode?.startsWith('service:') ?? false

/** A profile is a file that the client reads; the Engine has no word for `systempaths`. */
const needsClient = (option: string) =>
  option === 'systempaths=unconfined' || /^seccomp[=:](?!unconfined$|builtin$)/.test(option)
