import type { Directive } from 'vue'

/** `v-focus`: focuses the field when it appears, in a dialog or on a page that is only this field. */
export const vFocus: Directive<HTMLElement> = {
  mounted(element) {
    const field = element.matches('input, textarea')
      ? element
      : element.querySelector<HTMLElement>('input, textarea')
    field?.focus()
  },
}
