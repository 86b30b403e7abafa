import { type Plan, type PlanTone, planLines } from '@berth/convergence'
import type { Colour, Style } from './style.ts'

const colours: Readonly<Record<PlanTone, Colour>> = {
  title: 'bold',
  add: 'green',
  change: 'yellow',
  remove: 'red',
  loss: 'red',
  problem: 'red',
  note: 'yellow',
  quiet: 'dim',
}

/** A plan's text with what it changes, and what is lost, in colour. Pure. */
export const paintPlan = (plan: Plan, style: Style): string =>
  `${planLines(plan)
    .map((line) =>
      line.map(({ text, tone }) => (tone === undefined ? text : style(colours[tone], text))).join(''),
    )
    .join('\n')}\n`
