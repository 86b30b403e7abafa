import type { QueryClient } from '@tanstack/vue-query'
import {
  createRouter,
  createWebHistory,
  type RouteRecordRaw,
  type Router,
  type RouterHistory,
} from 'vue-router'
import { readSession } from './api/session.ts'
import { landingPath } from './features/session/landing-path.ts'
import { lazy } from './lazy.ts'

declare module 'vue-router' {
  interface RouteMeta {
    /** Open without a session. */
    isPublic?: boolean
    /** The last part of the breadcrumb. */
    crumb?: string
  }
}

const settings: RouteRecordRaw = {
  path: 'settings',
  component: () => lazy(() => import('./shell/SettingsPage.vue')),
  children: [
    { path: '', redirect: { name: 'tokens' } },
    {
      path: 'tokens',
      name: 'tokens',
      meta: { crumb: 'API tokens' },
      component: () => lazy(() => import('./features/tokens/TokensPage.vue')),
    },
    {
      path: 'variables',
      name: 'variables',
      meta: { crumb: 'Variables' },
      component: () => lazy(() => import('./features/variables/GlobalVariablesPage.vue')),
    },
    {
      path: 'users',
      name: 'users',
      meta: { crumb: 'Users' },
      component: () => lazy(() => import('./features/users/UsersPage.vue')),
    },
    {
      path: 'policies',
      name: 'policies',
      meta: { crumb: 'Policies' },
      component: () => lazy(() => import('./features/policies/PoliciesPage.vue')),
    },
    {
      path: 'audit',
      name: 'audit',
      meta: { crumb: 'Audit' },
      component: () => lazy(() => import('./features/audit/AuditPage.vue')),
    },
    {
      path: 'slack',
      name: 'slack',
      meta: { crumb: 'Slack' },
      component: () => lazy(() => import('./features/slack/SlackPage.vue')),
    },
    {
      path: 'account',
      name: 'account',
      meta: { crumb: 'Account' },
      component: () => lazy(() => import('./features/users/AccountPage.vue')),
    },
    {
      path: 'about',
      name: 'about',
      meta: { crumb: 'About' },
      component: () => lazy(() => import('./features/host/AboutPage.vue')),
    },
  ],
}

const project: RouteRecordRaw = {
  path: 'projects/:project',
  component: () => lazy(() => import('./features/projects/page/ProjectPage.vue')),
  children: [
    {
      path: '',
      name: 'project',
      component: () => lazy(() => import('./features/projects/overview/OverviewTab.vue')),
    },
    {
      path: 'files/:path(.*)*',
      name: 'files',
      meta: { crumb: 'Files' },
      component: () => lazy(() => import('./features/projects/files/FilesTab.vue')),
    },
    {
      path: 'variables',
      name: 'project-variables',
      meta: { crumb: 'Variables' },
      component: () => lazy(() => import('./features/variables/VariablesTab.vue')),
    },
    {
      path: 'revisions',
      name: 'revisions',
      meta: { crumb: 'Revisions' },
      component: () => lazy(() => import('./features/revisions/RevisionsTab.vue')),
    },
    {
      path: 'runs',
      name: 'runs',
      meta: { crumb: 'Runs' },
      component: () => lazy(() => import('./features/runs/RunsTab.vue')),
    },
    {
      path: 'webhooks',
      name: 'webhooks',
      meta: { crumb: 'Webhooks' },
      component: () => lazy(() => import('./features/webhooks/WebhooksTab.vue')),
    },
    {
      path: 'terminal',
      name: 'terminal',
      meta: { crumb: 'Terminal' },
      component: () => lazy(() => import('./features/terminal/TerminalTab.vue')),
    },
    {
      path: 'logs',
      name: 'logs',
      meta: { crumb: 'Logs' },
      component: () => lazy(() => import('./features/logs/LogsTab.vue')),
    },
  ],
}

/** Every page, by name. */
const routes: readonly RouteRecordRaw[] = [
  {
    path: '/setup',
    name: 'set-up',
    meta: { isPublic: true },
    component: () => lazy(() => import('./features/session/SetUpPage.vue')),
  },
  {
    path: '/sign-in',
    name: 'sign-in',
    meta: { isPublic: true },
    component: () => lazy(() => import('./features/session/SignInPage.vue')),
  },
  {
    path: '/',
    component: () => lazy(() => import('./shell/AppShell.vue')),
    children: [
      { path: '', name: 'home', redirect: { name: 'projects' } },
      {
        path: 'projects',
        name: 'projects',
        component: () => lazy(() => import('./features/projects/list/ProjectsPage.vue')),
      },
      {
        path: 'projects/new',
        name: 'new-project',
        meta: { crumb: 'New project' },
        component: () => lazy(() => import('./features/projects/new/NewProjectPage.vue')),
      },
      project,
      {
        path: 'projects/:project/operations/:operation',
        name: 'operation',
        meta: { crumb: 'Operation' },
        component: () => lazy(() => import('./features/operations/OperationPage.vue')),
      },
      {
        path: 'projects/:project/runs/:run',
        name: 'run',
        meta: { crumb: 'Run' },
        component: () => lazy(() => import('./features/runs/RunPage.vue')),
      },
      {
        path: 'host',
        name: 'host',
        component: () => lazy(() => import('./features/host/HostPage.vue')),
      },
      {
        path: 'operations',
        name: 'operations',
        component: () => lazy(() => import('./features/operations/OperationsPage.vue')),
      },
      settings,
      {
        path: ':path(.*)*',
        name: 'not-found',
        meta: { crumb: 'Not found' },
        component: () => lazy(() => import('./shell/NotFoundPage.vue')),
      },
    ],
  },
]

/** The router, with the one guard: set up first, then sign in, then the page that was asked for. */
export function createAppRouter(cache: QueryClient, history: RouterHistory = createWebHistory()): Router {
  const router = createRouter({ history, routes, scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 } })

  router.beforeEach(async (to) => {
    const session = await readSession(cache)
    if (!session.isSetUp) return to.name === 'set-up' ? true : { name: 'set-up', hash: to.hash }
    if (session.user === null) {
      return to.name === 'sign-in' ? true : { name: 'sign-in', query: nextOf(to.meta.isPublic, to.fullPath) }
    }
    return to.meta.isPublic ? landingPath(to.query.next) : true
  })
  return router
}

const nextOf = (isPublic: boolean | undefined, path: string) =>
  isPublic || path === '/' ? {} : { next: path }
