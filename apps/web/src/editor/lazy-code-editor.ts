import { defineAsyncComponent } from 'vue'
import { lazy } from '../lazy.ts'
import SkeletonRows from '../ui/SkeletonRows.vue'

/** The code editor, in a chunk of its own: most visits never open it. */
export const LazyCodeEditor = defineAsyncComponent({
  loader: () => lazy(() => import('./CodeEditor.vue')),
  loadingComponent: SkeletonRows,
  delay: 150,
})
