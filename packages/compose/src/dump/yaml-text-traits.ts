/** What is in a text that says how YAML can write it. */
export interface TextTraits {
  readonly hasBreaks: boolean
  /** Characters that are only written as escapes; a tab is none. */
  readonly hasSpecial: boolean
  readonly canBePlain: boolean
  readonly canBeSingleQuoted: boolean
  readonly canBeBlock: boolean
}

const breaks = /[\n\r\u0085\u2028\u2029]/
const special = /[^\t\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/u

/** Signs that would be read as YAML's own outside of quotes; a tab must be in double quotes. */
const indicators =
  /^[#,[\]{}&*!|>'"%@`]|^[-?:](?:[ \t]|$)|:(?:[ \t]|$)|[ \t\n\r\u0085\u2028\u2029]#|^(?:---|\.\.\.)/

const outerSpace = /^[ \n\r\u0085\u2028\u2029]|[ \n\r\u0085\u2028\u2029]$/
const spaceBeforeBreak = / [\n\r\u0085\u2028\u2029]/
const spaceAfterBreak = /[\n\r\u0085\u2028\u2029] /

/** Looks a text through, as libyaml does before it writes one. */
export function analyzeText(text: string): TextTraits {
  const hasBreaks = breaks.test(text)
  const hasSpecial = special.test(text)
  const isTrailing = spaceBeforeBreak.test(text) || hasSpecial
  const canBeSingleQuoted = !isTrailing && !spaceAfterBreak.test(text) && !text.includes('\t')
  return {
    hasBreaks,
    hasSpecial,
    canBeSingleQuoted,
    canBePlain: canBeSingleQuoted && !hasBreaks && !outerSpace.test(text) && !indicators.test(text),
    canBeBlock: text !== '' && !isTrailing && !text.endsWith(' '),
  }
}
