/** Whether a volume was named by the Engine: 64 hexadecimal digits. */
export const isAnonymous = ({ name }: { readonly name: string }): boolean => /^[0-9a-f]{64}$/.test(name)
