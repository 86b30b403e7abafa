/**
 * The value of a Link header that says where the next page of a list is.
 *
 * @param url Of this page, as it was asked for.
 * @see https://www.rfc-editor.org/rfc/rfc8288
 */
export function nextPage(url: string, cursor: string): string {
  const [path = '', query] = url.split('?')
  const parameters = new URLSearchParams(query)
  parameters.set('cursor', cursor)
  return `<${path}?${parameters}>; rel="next"`
}
