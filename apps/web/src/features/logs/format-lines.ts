import { plainText } from '../../ui/ansi.ts'
import type { LogLine } from './log-buffer.ts'

/** Lines as a text file has them: time, container and text without colours. Pure. */
export const formatLines = (lines: readonly LogLine[]): string =>
  lines
    .map(({ time, container, text }) => `${new Date(time).toISOString()} ${container} | ${plainText(text)}\n`)
    .join('')
