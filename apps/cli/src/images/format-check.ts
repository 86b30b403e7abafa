import path from 'node:path'
import type { BuildCheck, BuildImage, BuildPlace, BuildRemark, BuildWarning } from '@berth/docker-engine'

/** What the builder found in a build, as BuildKit prints it. Pure. */
export function formatCheck(service: string, { warnings, fault }: BuildCheck, build: BuildImage): string {
  if (fault !== undefined) return `${service}\n\nerror: ${remark(fault, build)}\n`
  const blocks = [...warnings].sort(byLine).map((warning) => `\n${title(warning)}\n${remark(warning, build)}`)
  return `${service}\n\nCheck complete, ${count(warnings.length)}\n${blocks.join('')}`
}

function count(warnings: number): string {
  if (warnings === 0) return 'no warnings found.'
  return warnings === 1 ? '1 warning has been found!' : `${warnings} warnings have been found!`
}

const byLine = (a: BuildWarning, b: BuildWarning) => (a.place?.firstLine ?? 0) - (b.place?.firstLine ?? 0)

const title = ({ rule, url }: BuildWarning) => `WARNING: ${rule}${url && ` - ${url}`}`

const remark = ({ message, place }: BuildRemark, build: BuildImage) =>
  `${message}\n${place === undefined ? '' : frame(place, build)}`

const rule = `${'-'.repeat(20)}\n`
/** Lines that are shown before and after those that are meant. */
const around = 2

function frame({ file, text, firstLine, lastLine }: BuildPlace, build: BuildImage): string {
  const lines = text.split('\n')
  const from = Math.max(1, firstLine - around)
  const shown = lines.slice(from - 1, lastLine + around).map((line, index) => {
    const number = from + index
    const mark = number >= firstLine && number <= lastLine ? '>>>' : '   '
    return `${String(number).padStart(4)} | ${mark} ${line}\n`
  })
  return `${where(file, build)}:${firstLine}\n${rule}${shown.join('')}${rule}`
}

/** BuildKit knows the name alone. */
function where(file: string, { context, dockerfile, dockerfileInline }: BuildImage): string {
  if (dockerfileInline !== undefined || !path.isAbsolute(context)) return file
  return path.resolve(context, dockerfile ?? file)
}
