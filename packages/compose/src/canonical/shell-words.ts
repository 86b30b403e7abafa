/** The words of a command line. */
export interface ShellWords {
  readonly words: readonly string[]
  /** What was dropped, from the first operator on. */
  readonly dropped?: string
}

/**
 * Splits a command line as Docker Compose does, which runs no shell: quotes and backslashes work, `$(…)` and
 * backticks stay one literal word, and an unquoted `; & | < >` ends the command.
 *
 * Undefined when a quote, bracket or backslash is left open.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md#command
 */
export function splitShellWords(line: string): ShellWords | undefined {
  const scanner: Scanner = { line, at: 0, words: [], word: undefined }
  while (scanner.at < line.length) {
    const char = line.charAt(scanner.at)
    if (isOperator(char)) return finish(scanner)
    const take = takers[char] ?? (isSpace(char) ? takeSpace : takeCharacter)
    if (!take(scanner)) return undefined
  }
  return finish(scanner)
}

interface Scanner {
  readonly line: string
  at: number
  readonly words: string[]
  /** Undefined between words; empty after `''`. */
  word: string | undefined
}

/** Consumes something; false when it is never closed. */
type Take = (scanner: Scanner) => boolean

const isOperator = (char: string) => ';&|<>'.includes(char)
const isSpace = (char: string) => ' \t\r\n'.includes(char)

const append = (scanner: Scanner, text: string) => {
  scanner.word = (scanner.word ?? '') + text
}

const takeCharacter: Take = (scanner) => {
  append(scanner, scanner.line.charAt(scanner.at))
  scanner.at++
  return true
}

const takeSpace: Take = (scanner) => {
  if (scanner.word !== undefined) scanner.words.push(scanner.word)
  scanner.word = undefined
  scanner.at++
  return true
}

const takeEscape: Take = (scanner) => {
  if (scanner.at + 1 >= scanner.line.length) return false
  append(scanner, scanner.line.charAt(scanner.at + 1))
  scanner.at += 2
  return true
}

const takeSingleQuotes: Take = (scanner) => {
  const end = scanner.line.indexOf("'", scanner.at + 1)
  if (end < 0) return false
  append(scanner, scanner.line.slice(scanner.at + 1, end))
  scanner.at = end + 1
  return true
}

const takeDoubleQuotes: Take = (scanner) => {
  append(scanner, '')
  scanner.at++
  while (scanner.at < scanner.line.length) {
    const char = scanner.line[scanner.at]
    if (char === '"') {
      scanner.at++
      return true
    }
    if (char === '\\' ? !takeEscape(scanner) : !takeCharacter(scanner)) return false
  }
  return false
}

const takeBackticks: Take = (scanner) => {
  const end = scanner.line.indexOf('`', scanner.at + 1)
  if (end < 0) return false
  append(scanner, scanner.line.slice(scanner.at, end + 1))
  scanner.at = end + 1
  return true
}

const takeDollar: Take = (scanner) => {
  if (scanner.line[scanner.at + 1] !== '(') return takeCharacter(scanner)
  const end = scanner.line.indexOf(')', scanner.at)
  if (end < 0) return false
  append(scanner, scanner.line.slice(scanner.at, end + 1))
  scanner.at = end + 1
  return true
}

const takers: Readonly<Record<string, Take | undefined>> = {
  '\\': takeEscape,
  "'": takeSingleQuotes,
  '"': takeDoubleQuotes,
  '`': takeBackticks,
  $: takeDollar,
}

function finish({ line, at, words, word }: Scanner): ShellWords {
  const dropped = line.slice(at)
  // In `2>file` the digit belongs to the operator.
  const isDescriptor = dropped.startsWith('>') && /^\d$/.test(word ?? '')
  const kept = word === undefined || isDescriptor ? words : [...words, word]
  return { words: kept, ...(dropped !== '' && { dropped }) }
}
