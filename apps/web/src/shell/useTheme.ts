import { useColorMode } from '@vueuse/core'
import { computed } from 'vue'

export type ThemeChoice = 'auto' | 'light' | 'dark'

/** The chosen theme, remembered in this browser; `theme.js` reads the same key before the first paint. */
export function useTheme() {
  const mode = useColorMode({ emitAuto: true, disableTransition: true })
  return {
    choice: computed({
      get: (): ThemeChoice => (mode.value === 'light' || mode.value === 'dark' ? mode.value : 'auto'),
      set: (next: ThemeChoice) => {
        mode.value = next
      },
    }),
  }
}
