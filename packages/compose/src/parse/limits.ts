/** What compose files may ask of the loader; real ones stay far below. */
export const limits = {
  /** Bytes of one file of any kind. */
  fileBytes: 8_000_000,
  /** UTF-16 units of one compose file. */
  textLength: 2_000_000,
  /** Errors of syntax that are reported of one file. */
  syntaxErrors: 20,
  /** Documents of one file. */
  documents: 1_000,
  /** Mappings and sequences inside each other. */
  depth: 100,
  /** Values of a whole project, after every alias, merge key and range of ports is written out. */
  values: 200_000,
  /** Projects that are included, directly or not, each time one is. */
  includes: 1_000,
  /** Values that services take over from others in all. */
  inherited: 1_000_000,
} as const
