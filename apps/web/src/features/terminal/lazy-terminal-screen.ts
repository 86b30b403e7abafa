import { defineAsyncComponent } from 'vue'
import { lazy } from '../../lazy.ts'

/** The terminal emulator, in a chunk of its own: most visits never open it. */
export const LazyTerminalScreen = defineAsyncComponent(() => lazy(() => import('./TerminalScreen.vue')))
