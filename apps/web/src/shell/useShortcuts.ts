import { useEventListener } from '@vueuse/core'
import type { RouteLocationRaw } from 'vue-router'
import { matchKey, type ShortcutAction } from './shortcuts.ts'

export interface ShortcutTargets {
  go(to: RouteLocationRaw): unknown
  /** The project of the page that is open. */
  project(): string | undefined
  open(which: 'commands' | 'help'): void
}

/** Keyboard shortcuts while nothing is being typed and no dialog is open; Ctrl or Cmd with K always. */
export function useShortcuts(targets: ShortcutTargets): void {
  let pressed: readonly string[] = []

  const run = (action: ShortcutAction) => {
    if (action.kind === 'go') return void targets.go(action.to)
    if (action.kind === 'open') return targets.open(action.which)
    if (action.kind === 'focus-filter') {
      return document
        .querySelector<HTMLElement>('[data-shortcut="filter"] input, input[data-shortcut="filter"]')
        ?.focus()
    }
    const project = targets.project()
    if (project !== undefined) targets.go(action.to(project))
  }

  useEventListener(document, 'keydown', (event) => {
    if (event.key.toLowerCase() === 'k' && (event.metaKey || event.ctrlKey)) {
      event.preventDefault()
      return targets.open('commands')
    }
    if (event.metaKey || event.ctrlKey || event.altKey || isBusy(event.target)) return
    const match = matchKey(pressed, event.key) ?? matchKey([], event.key)
    pressed = match === 'more' ? [...pressed, event.key] : []
    if (match === undefined || match === 'more') return
    event.preventDefault()
    run(match.action)
  })
}

const isBusy = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest('input, textarea, select, [contenteditable="true"], [role="dialog"], [role="menu"]') !== null
