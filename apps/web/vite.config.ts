import ui from '@nuxt/ui/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { compression } from 'vite-plugin-compression2'
import { theme } from './theme.ts'

/** The page, and for development a proxy to a server started beside it. */
export default defineConfig({
  plugins: [
    vue(),
    ui({
      ui: theme,
      // Icons are taken from @iconify-json/lucide at build time; none is fetched when the page runs.
      icon: { clientBundle: { scan: { globInclude: ['src/**/*.{vue,ts}'] } } },
      autoImport: false,
      components: false,
      experimental: { componentDetection: true },
    }),
    compression({ algorithms: ['brotliCompress', 'gzip'], threshold: 1024 }),
  ],
  server: {
    proxy: { '/api': { target: `http://127.0.0.1:${process.env.BERTH_PORT ?? '7420'}`, ws: true } },
  },
  worker: { format: 'es' },
  // One style sheet: that of a chunk is not asked for again when its first request broke (see lazy.ts).
  build: {
    cssCodeSplit: false,
    target: 'es2023',
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
})
