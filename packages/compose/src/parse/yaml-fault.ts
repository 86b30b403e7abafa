/** Where a text is no YAML, and what mends it. Thrown inside the reader of YAML only. */
export class YamlFault extends Error {
  readonly start: number
  readonly end: number
  readonly fix: string | undefined

  constructor(message: string, place: { readonly start: number; readonly end?: number }, fix?: string) {
    super(message)
    this.start = place.start
    this.end = place.end ?? place.start + 1
    this.fix = fix
  }
}

/** Where a text asks for more than is given. */
export class YamlExcess extends Error {
  readonly start: number

  constructor(message: string, start: number) {
    super(message)
    this.start = start
  }
}

/** What a YAML text can have wrong, and what mends it. */
export const faults = {
  tabIndent: (start: number) =>
    new YamlFault('Tabs are not allowed as indentation.', { start }, 'Indent with spaces.'),
  startOfValue: (start: number, character: string) =>
    new YamlFault(`A value cannot start with \`${character}\`.`, { start }, 'Put the value in quotes.'),
  valueHere: (start: number) =>
    new YamlFault(
      'A key with a value cannot stand here.',
      { start },
      'Put text that holds ": " in quotes, and check the indentation.',
    ),
  keyWithoutColon: (start: number, line: string) => {
    const place = { start, end: start + line.length }
    const [, key, value] = /^([\w.-]+):([^/\s].*)$/.exec(line) ?? []
    return key === undefined
      ? new YamlFault(
          `There is no colon behind \`${line}\`.`,
          place,
          'Write a colon behind a key; put other text in quotes.',
        )
      : new YamlFault(
          `There is no space behind the colon of \`${line}\`.`,
          place,
          `Write \`${key}: ${value}\`.`,
        )
  },
  itemHere: (start: number) =>
    new YamlFault('A list cannot begin here.', { start }, 'Put each `- ` on a line of its own.'),
  keyHere: (start: number) =>
    new YamlFault('A key cannot stand here.', { start }, 'Put it on a line of its own.'),
  noColon: (start: number, end: number) =>
    new YamlFault(
      'A key needs a colon after it.',
      { start, end },
      'Put a colon and a space after the key, and check the indentation.',
    ),
  badIndent: (start: number) =>
    new YamlFault(
      'This line is indented otherwise than its neighbours.',
      { start },
      'Align this line with its neighbours; indent with spaces.',
    ),
  openBracket: (start: number, closing: string) =>
    new YamlFault(
      'A bracket is opened here and never closed.',
      { start },
      `Close it with \`${closing}\`, and put a comma between its items.`,
    ),
  noComma: (start: number, closing: string) =>
    new YamlFault(
      `A comma or \`${closing}\` is missing before this.`,
      { start },
      'Put a comma between items.',
    ),
  openQuote: (start: number) =>
    new YamlFault('A quote is opened here and never closed.', { start }, 'Close the quote.'),
  escape: (start: number, end: number) =>
    new YamlFault(
      'This is no escape of YAML.',
      { start, end },
      'Double the backslash, or use single quotes, in which backslashes mean nothing.',
    ),
  noValue: (start: number) =>
    new YamlFault('A value is missing here.', { start }, 'Write a value, or take away what announces it.'),
  afterValue: (start: number) =>
    new YamlFault('Something stands behind the value here.', { start }, 'Put the whole value in quotes.'),
  blockHeader: (start: number) =>
    new YamlFault(
      'The text of a block begins on the next line.',
      { start },
      'Write nothing but `+`, `-` or a digit from 1 to 9 after `|` or `>`.',
    ),
  anchorName: (start: number) =>
    new YamlFault(
      'The name of an anchor is made of letters, digits, - and _.',
      { start },
      'Give the anchor another name.',
    ),
  tag: (start: number) =>
    new YamlFault('This is no tag of YAML.', { start }, 'Remove it, or put the text in quotes.'),
  directive: (start: number) => new YamlFault('This is no directive of YAML.', { start }, 'Remove the line.'),
  documentStart: (start: number) =>
    new YamlFault(
      'Only a new document can begin here.',
      { start },
      'Check the indentation, or write `---` above.',
    ),
  encoding: (start: number) =>
    new YamlFault('The file is not written in UTF-8 here.', { start }, 'Save it as UTF-8.'),
  character: (start: number) =>
    new YamlFault(
      'The text holds a character that YAML does not allow.',
      { start },
      'Remove it, or write it in double quotes as \\x and its number.',
    ),
} as const
