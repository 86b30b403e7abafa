import type { PolicyInput, PolicyRule } from '@berth/contract'
import { ruleNames, ruleWords } from './rule-words.ts'

/** `base`: as the base of the policy has it. */
export type Choice = 'base' | 'allow' | 'warn' | 'refuse'

export interface RuleForm {
  readonly choice: Choice
  /** An entry a line. */
  readonly entries: string
}

export type PolicyForm = Readonly<Record<PolicyRule, RuleForm>>

const untouched: RuleForm = { choice: 'base', entries: '' }

/** The rules of a policy as a form shows them. Pure. */
export function toForm(rules: PolicyInput['rules']): PolicyForm {
  // Safe: every rule has its entry.
  return Object.fromEntries(ruleNames.map((rule) => [rule, formOf(rules[rule])])) as PolicyForm
}

function formOf(value: unknown): RuleForm {
  if (value === undefined) return untouched
  // Safe, all of them: the server has checked what each rule holds.
  if (typeof value === 'string') return { choice: value as Choice, entries: '' }
  if (Array.isArray(value)) return { choice: 'refuse', entries: value.join('\n') }
  const said = value as {
    allowed?: string[]
    others?: Choice
    limits?: string[]
    required?: string
    missing?: Choice
  }
  const entries = said.allowed ?? said.limits ?? [said.required ?? '']
  return { choice: said.others ?? said.missing ?? 'refuse', entries: entries.join('\n') }
}

/** The choices of a rule, in words. What is to be there can be warned of or refused, when it is missing. */
export function choicesOf(rule: PolicyRule): readonly Choice[] {
  const { kind } = ruleWords[rule]
  if (kind === 'paths') return ['base', 'refuse']
  return kind === 'pin' || kind === 'limits'
    ? ['base', 'warn', 'refuse']
    : ['base', 'allow', 'warn', 'refuse']
}

/** What is sent: rules that are as in the base are left out. The server says what is wrong with entries. Pure. */
export function toInput(base: PolicyInput['base'], form: PolicyForm): PolicyInput {
  const rules = Object.fromEntries(
    ruleNames.flatMap((rule) => (form[rule].choice === 'base' ? [] : [[rule, ruleOf(rule, form[rule])]])),
  )
  // Safe: each rule has the value of its kind, and the server looks at it again.
  return { base, rules: rules as PolicyInput['rules'] }
}

function ruleOf(rule: PolicyRule, { choice, entries }: RuleForm): unknown {
  const list = entries
    .split(/[\n,]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
  const values = {
    severity: choice,
    list: { allowed: list, others: choice },
    paths: list,
    pin: { required: list[0] ?? 'tag', missing: choice },
    limits: { limits: list, missing: choice },
  }
  return values[ruleWords[rule].kind]
}
