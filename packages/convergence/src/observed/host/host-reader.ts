/** What can be seen of the machine that the Engine runs on, by who runs on it too. */
export interface HostReader {
  /** Addresses of the interfaces that this process sees. */
  readonly addresses: () => readonly string[]
  /** What listens, of programs and of the Engine's own proxies alike; empty where that cannot be seen. */
  readonly listeners: () => Promise<readonly Listener[]>
  /** Whose a socket is; `undefined` where that cannot be seen. */
  readonly programOf: (socket: string) => Promise<Program | undefined>
  /** Free space of the disk that a folder lies on, for whoever may use all of it; `undefined`: no such folder. */
  readonly freeBytes: (folder: string) => Promise<number | undefined>
}

export interface Listener {
  readonly hostIp: string
  readonly port: number
  readonly protocol: 'tcp' | 'udp'
  /** Tells its program from others. */
  readonly socket: string
}

export interface Program {
  readonly pid: number
  /** Of its executable, at most 15 letters. */
  readonly name: string
}
