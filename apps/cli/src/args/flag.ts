/** One flag of a command, as help shows it and the parser reads it. */
export type Flag = SwitchFlag | TextFlag | ListFlag | IntegerFlag

interface FlagBase {
  /** One letter. */
  readonly short?: string
  /** Other spellings that Docker Compose takes for it, without dashes. */
  readonly also?: readonly string[]
  /** Taken, as Docker Compose takes it, and not offered. */
  readonly isHidden?: true
  readonly help: string
}

/** Present or absent; `--flag=false` says no aloud. */
export interface SwitchFlag extends FlagBase {
  readonly kind: 'switch'
  /** It says yes unless it is told no. */
  readonly isOn?: true
}

export interface TextFlag extends FlagBase {
  readonly kind: 'text'
  /** What stands for the value in help, for example `FILE`. */
  readonly placeholder: string
  /** The only values that are accepted. */
  readonly choices?: readonly string[]
}

/** May be given many times; the order is kept. */
export interface ListFlag extends FlagBase {
  readonly kind: 'list'
  readonly placeholder: string
  readonly choices?: readonly string[]
}

export interface IntegerFlag extends FlagBase {
  readonly kind: 'integer'
  readonly placeholder: string
}

/** By long name, without dashes. Help keeps this order. */
export type Flags = Readonly<Record<string, Flag>>

/** What a command receives for its flags. */
export type FlagValues<F extends Flags> = { readonly [Name in keyof F]: ValueOf<F[Name]> }

type ValueOf<F extends Flag> = F extends SwitchFlag
  ? boolean
  : F extends ListFlag
    ? readonly ChoiceOf<F>[]
    : F extends IntegerFlag
      ? number | undefined
      : ChoiceOf<F> | undefined

type ChoiceOf<F> = F extends { readonly choices: readonly (infer Choice extends string)[] } ? Choice : string
