/** Holds the built page to the sizes in bundle-budget.json. All sizes are gzipped, in KiB. */
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { type Outcome, root } from './testing/step.ts'

/** What the page may weigh. */
export interface Budget {
  /** What a first visit fetches before anything is drawn: index.html and what it names. */
  readonly firstLoadKiB: number
  /** Any one script or style sheet. */
  readonly largestChunkKiB: number
  /** All scripts and style sheets. */
  readonly totalKiB: number
}

export async function checkBundle(): Promise<Outcome> {
  const sizes = measureBundle(path.join(root, 'apps/web/dist'))
  const budget: Budget = JSON.parse(
    readFileSync(path.join(root, 'packages/tooling/bundle-budget.json'), 'utf8'),
  )
  const names = ['firstLoadKiB', 'largestChunkKiB', 'totalKiB'] as const
  const over = names.filter((name) => sizes[name] > budget[name])
  const lines = over.map((name) => `${name} is ${sizes[name].toFixed(1)}, the budget is ${budget[name]}`)
  return {
    passed: names.length - over.length,
    failed: over.length,
    output: [
      ...lines,
      'Load less at first, or say in packages/tooling/bundle-budget.json why more is right.',
    ].join('\n'),
  }
}

/** Sizes of a folder that Vite has built. */
export function measureBundle(folder: string): Budget {
  const sizes = new Map(
    globSync('**/*.{js,css}', { cwd: folder }).map((file) => [file, gzippedKiB(path.join(folder, file))]),
  )
  const html = readFileSync(path.join(folder, 'index.html'), 'utf8')
  const first = [...sizes].filter(([file]) => html.includes(`/${file}"`)).map(([, size]) => size)
  const sum = (numbers: Iterable<number>) => [...numbers].reduce((total, size) => total + size, 0)
  return {
    firstLoadKiB: sum(first) + gzippedKiB(path.join(folder, 'index.html')),
    largestChunkKiB: Math.max(0, ...sizes.values()),
    totalKiB: sum(sizes.values()),
  }
}

const gzippedKiB = (file: string) => gzipSync(readFileSync(file)).length / 1024
