import { existsSync, readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { dirname, relative, resolve } from 'node:path'

/**
 * A stack whose places in bundled files are told as places in the sources: the bundle has short names and few, long
 * lines. Frames of files without a source map beside them stay as they are.
 */
export function sourceStack(stack: string): string {
  const maps = new Map<string, SourceMap | undefined>()
  return stack.replaceAll(framePattern, (frame, file: string, line: string, column: string) => {
    if (!maps.has(file)) maps.set(file, readMap(`${file}.map`))
    const origin = maps.get(file)?.findOrigin(Number(line), Number(column))
    if (origin === undefined || !('fileName' in origin)) return frame
    const source = relative(process.cwd(), resolve(dirname(file), origin.fileName))
    return `at ${source}:${origin.lineNumber}:${origin.columnNumber}`
  })
}

/** `at name (file:line:column)`, or without a name and brackets. */
const framePattern = /at (?:[^\n(]+ \()?(\/[^\n():]+):(\d+):(\d+)\)?/g

const readMap = (file: string): SourceMap | undefined =>
  existsSync(file) ? new SourceMap(JSON.parse(readFileSync(file, 'utf8'))) : undefined
