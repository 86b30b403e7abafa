import type { Hover } from '@berth/compose/editor'

/** What is known about an attribute, name or variable, as a card beside it. */
export function hoverCard({ title, words, facts, link }: Hover): HTMLElement {
  const card = element('div', 'cm-hover-card')
  card.append(element('div', 'cm-hover-title', title), withCode(words))
  if (facts.length > 0) {
    const list = element('dl', 'cm-hover-facts')
    for (const { name, value } of facts) list.append(element('dt', '', name), element('dd', '', value))
    card.append(list)
  }
  if (link !== undefined) {
    const anchor = element('a', 'cm-hover-link', 'Compose Specification')
    Object.assign(anchor, { href: link, target: '_blank', rel: 'noreferrer' })
    card.append(anchor)
  }
  return card
}

/** A sentence in which backquotes mark code. */
function withCode(words: string): HTMLElement {
  const paragraph = element('p', '')
  for (const [index, part] of words.split('`').entries()) {
    paragraph.append(index % 2 === 1 ? element('code', '', part) : part)
  }
  return paragraph
}

function element(tag: string, className: string, text = ''): HTMLElement {
  const made = document.createElement(tag)
  if (className !== '') made.className = className
  made.textContent = text
  return made
}
