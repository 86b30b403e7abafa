import './main.css'
import ui from '@nuxt/ui/vue-plugin'
import { VueQueryPlugin } from '@tanstack/vue-query'
import { createApp } from 'vue'
import App from './App.vue'
import { onSignedOut } from './api/call.ts'
import { createFeed } from './api/feed.ts'
import { createQueryClient } from './api/query-client.ts'
import { forgetSession } from './api/session.ts'
import { feedKey } from './api/useFeed.ts'
import { createAppRouter } from './router.ts'
import { announcerKey, createAnnouncer } from './ui/announcer.ts'

const queryClient = createQueryClient()
const router = createAppRouter(queryClient)
const feed = createFeed({
  open: () => new WebSocket(`${location.origin.replace(/^http/, 'ws')}/api/v1/ws`),
  random: Math.random,
})

document.addEventListener('visibilitychange', () => feed.setHidden(document.hidden))
onSignedOut(() => {
  const { isPublic } = router.currentRoute.value.meta
  forgetSession(queryClient)
  if (!isPublic) void router.push({ name: 'sign-in', query: { next: router.currentRoute.value.fullPath } })
})

createApp(App)
  .use(VueQueryPlugin, { queryClient })
  .use(router)
  .use(ui)
  .provide(feedKey, feed)
  .provide(announcerKey, createAnnouncer())
  .mount('#app')
