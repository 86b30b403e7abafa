/** Answers a variable's value; undefined when it is not set. */
export type Lookup = (name: string) => string | undefined

/** What substitution meets on its way. Offsets are into the whole template. */
export interface SubstitutionListener {
  /** A variable without value or default; an empty string stands in. */
  readonly onUnset?: (name: string, offset: number) => void
  /** `${NAME:?message}` with no value; the message is already substituted. */
  readonly onRequired?: (name: string, message: string, offset: number) => void
  /** A `${` that is no valid expression; it is left as it is. */
  readonly onInvalid?: (offset: number) => void
  /** Every variable that is really consulted. */
  readonly onUse?: (use: SubstitutionUse) => void
}

/** One variable that is consulted. */
export interface SubstitutionUse {
  readonly name: string
  /** Of its dollar sign, where it has one. */
  readonly offset: number
  readonly operator?: string
  readonly operand?: string
}

interface Expression {
  readonly name: string
  readonly operator?: string
  readonly operand: string
  /** Where the operand starts, from the `$`. */
  readonly operandStart: number
  /** With both braces. */
  readonly length: number
}

/** Expressions inside each other; beyond this one is called invalid rather than followed. */
const maxDepth = 32

const namePattern = /[_a-z][_a-z0-9]*/iy
const operators = /:?[-+?]/y

/**
 * Replaces `$NAME` and `${NAME…}` in a text; `$$` is a dollar sign, and a `$` before anything else stays.
 *
 * Operands (defaults, messages, replacements) are substituted themselves, and only when they are needed.
 * Pure but for the calls to the listener; never throws.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/12-interpolation.md
 */
export function substitute(template: string, lookup: Lookup, listener: SubstitutionListener = {}): string {
  return substituteFrom(template, { lookup, listener, offset: 0, depth: 0 })
}

interface Substitution {
  readonly lookup: Lookup
  readonly listener: SubstitutionListener
  /** Where the text at hand starts in the whole template. */
  readonly offset: number
  readonly depth: number
}

function substituteFrom(template: string, run: Substitution): string {
  const isClosable = createClosableCheck(template)
  let result = ''
  let at = 0
  for (let next = template.indexOf('$'); next >= 0; next = template.indexOf('$', at)) {
    result += template.slice(at, next)
    const depth = isClosable(next) ? run.depth : maxDepth
    const [text, length] = substituteAt(template, next, { ...run, offset: run.offset + next, depth })
    result += text
    at = next + length
  }
  return result + template.slice(at)
}

/**
 * Whether a closing brace follows on the same line. Asked with rising offsets it passes over the template once,
 * so that a long line of open expressions does not cost the square of its length.
 */
function createClosableCheck(template: string): (at: number) => boolean {
  let brace = -1
  let lineBreak = -1
  const nextOf = (mark: string, at: number) => {
    const found = template.indexOf(mark, at)
    return found < 0 ? template.length : found
  }
  return (at) => {
    if (brace < at) brace = nextOf('}', at)
    if (lineBreak < at) lineBreak = nextOf('\n', at)
    return brace < lineBreak
  }
}

/** The text that stands for what begins at a `$`, and how much of the template it replaces. */
function substituteAt(template: string, at: number, run: Substitution): [text: string, length: number] {
  const following = template[at + 1]
  if (following === '$') return ['$', 2]
  if (following === '{') {
    const expression = run.depth < maxDepth ? readExpression(template, at) : undefined
    if (expression !== undefined) return [evaluate(expression, run), expression.length]
    run.listener.onInvalid?.(run.offset)
    return ['${', 2]
  }
  const name = matchAt(namePattern, template, at + 1)
  if (name === undefined) return ['$', 1]
  return [evaluate({ name, operand: '', operandStart: 0, length: 0 }, run), name.length + 1]
}

function readExpression(template: string, at: number): Expression | undefined {
  const name = matchAt(namePattern, template, at + 2)
  if (name === undefined) return undefined
  const afterName = at + 2 + name.length
  if (template[afterName] === '}') {
    return { name, operand: '', operandStart: 0, length: afterName + 1 - at }
  }
  const operator = matchAt(operators, template, afterName)
  if (operator === undefined) return undefined
  const operandAt = afterName + operator.length
  const end = findClosingBrace(template, operandAt)
  if (end === undefined) return undefined
  return {
    name,
    operator,
    operand: template.slice(operandAt, end),
    operandStart: operandAt - at,
    length: end + 1 - at,
  }
}

/**
 * The brace that closes the expression: braces inside are paired, and a line break ends the search.
 * Where they do not pair up, the last one of the line is taken.
 */
function findClosingBrace(template: string, from: number): number | undefined {
  let depth = 1
  let last: number | undefined
  for (let at = from; at < template.length && template[at] !== '\n'; at++) {
    if (template[at] === '{') depth++
    if (template[at] !== '}') continue
    depth--
    last = at
    if (depth === 0) return at
  }
  return last
}

function evaluate(expression: Expression, run: Substitution): string {
  const { name, operator, operand } = expression
  const { lookup, listener, offset } = run
  listener.onUse?.({ name, offset, ...(operator && { operator, operand }) })
  const value = lookup(name)
  const isMissing = operator?.startsWith(':') ? !value : value === undefined
  const operandText = () =>
    substituteFrom(operand, { ...run, offset: offset + expression.operandStart, depth: run.depth + 1 })
  switch (operator?.at(-1)) {
    case '-':
      return isMissing ? operandText() : (value ?? '')
    case '+':
      return isMissing ? (value ?? '') : operandText()
    case '?':
      if (isMissing) listener.onRequired?.(name, operandText(), offset)
      return value ?? ''
    default:
      if (value === undefined) listener.onUnset?.(name, offset)
      return value ?? ''
  }
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}
