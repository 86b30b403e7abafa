/**
 * Whether an Accept header asks for lines of text rather than JSON. Without one, and with wildcards only,
 * JSON is meant.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-accept
 */
export function prefersText(accept: string | undefined): boolean {
  const text = qualityOf(accept ?? '', ['text/plain'])
  return text > 0 && text > qualityOf(accept ?? '', ['application/json', 'application/problem+json'])
}

function qualityOf(accept: string, types: readonly string[]): number {
  const qualities = accept.split(',').flatMap((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase())
    if (!types.includes(type)) return []
    const quality = parameters.find((parameter) => parameter.startsWith('q='))
    return [quality === undefined ? 1 : Number(quality.slice(2)) || 0]
  })
  return Math.max(0, ...qualities)
}
