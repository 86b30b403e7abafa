const names = ['ALL_PROXY', 'FTP_PROXY', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY']

/** Variables that name proxies, in both spellings. The Docker command's configuration gives them to containers. */
export const proxyVariables: readonly string[] = names.flatMap((name) => [name, name.toLowerCase()])
