import type { NuxtUIOptions } from '@nuxt/ui/unplugin'

/** One accent, one neutral, and the base components made as dense as the rest of the page. */
export const theme: NonNullable<NuxtUIOptions['ui']> = {
  colors: { primary: 'indigo', neutral: 'zinc' },
  button: {
    // A hovered button keeps its contrast.
    compoundVariants: [
      { color: 'primary', variant: 'solid', class: 'hover:bg-primary/90 active:bg-primary/90' },
      { color: 'error', variant: 'solid', class: 'hover:bg-error/90 active:bg-error/90' },
    ],
    variants: {
      size: { md: { leadingIcon: 'size-4', trailingIcon: 'size-4' }, sm: { leadingIcon: 'size-3.5' } },
    },
    slots: { base: 'cursor-pointer font-medium transition-colors max-sm:min-h-11' },
    defaultVariants: { size: 'md' },
  },
  input: {
    variants: { size: { md: { leadingIcon: 'size-4' }, sm: { leadingIcon: 'size-3.5' } } },
    slots: { root: 'w-full', base: 'max-sm:min-h-11 max-sm:text-base' },
  },
  select: { slots: { base: 'max-sm:min-h-11' } },
  formField: { slots: { label: 'text-sm font-medium', help: 'mt-1.5 text-xs', error: 'mt-1.5 text-xs' } },
  modal: {
    variants: { overlay: { true: { overlay: 'bg-black/45' } } },
    slots: {
      content: 'bg-surface ring ring-line divide-line',
      overlay: 'bg-black/45',
      header: 'p-4 sm:px-5 min-h-0',
    },
  },
  slideover: {
    slots: {
      content: 'bg-surface ring ring-line divide-line',
      overlay: 'bg-black/45',
      header: 'p-4 sm:px-5 min-h-0',
    },
  },
  dropdownMenu: {
    slots: { content: 'ring ring-line min-w-48', item: 'cursor-pointer max-sm:min-h-11 items-center' },
  },
  tooltip: { slots: { content: 'text-xs' } },
}
