/** A file's content as the API takes it: text where it is text, else base64. */
export async function readFileContent(
  file: Blob,
): Promise<{ content: string; encoding: 'utf8' | 'base64'; sizeBytes: number }> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const text = decodeText(bytes)
  return text === undefined
    ? { content: toBase64(bytes), encoding: 'base64', sizeBytes: bytes.length }
    : { content: text, encoding: 'utf8', sizeBytes: bytes.length }
}

/** The text of valid UTF-8 without NUL; undefined for everything else. */
function decodeText(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    // Not UTF-8: sent as bytes.
    return undefined
  }
}

function toBase64(bytes: Uint8Array): string {
  const chunk = 0x8000
  let binary = ''
  for (let at = 0; at < bytes.length; at += chunk)
    binary += String.fromCharCode(...bytes.subarray(at, at + chunk))
  return btoa(binary)
}
