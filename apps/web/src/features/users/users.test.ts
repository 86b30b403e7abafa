import type { Permission, User } from '@berth/contract'
import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Component } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { rememberSession } from '../../api/session.ts'
import AccountPage from './AccountPage.vue'
import UsersPage from './UsersPage.vue'

const ada: User = { id: 'u1', name: 'ada', role: 'admin', createdAt: '2026-01-01T00:00:00Z' }
const grace: User = { ...ada, id: 'u2', name: 'grace', role: 'developer' }
const problem = (status: number, code: string, detail: string) =>
  Response.json({ status, code, title: 'x', detail }, { status })

interface Sent {
  readonly method: string
  readonly url: string
  readonly body: unknown
}

async function show(
  component: Component,
  answers: (Response | Promise<Response>)[],
  permissions: Permission[] = ['user:write'],
) {
  const sent: Sent[] = []
  vi.stubGlobal('fetch', async (url: string, { method, body }: { method: string; body?: string }) => {
    sent.push({ method, url, body: body === undefined ? undefined : JSON.parse(body) })
    return answers.shift()
  })
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  rememberSession(queryClient, {
    isSetUp: true,
    isTransportSafe: true,
    user: { name: 'ada', role: 'admin', permissions },
  })
  const routes = [{ path: '/', component: {} }]
  const router = createRouter({ history: createMemoryHistory(), routes })
  const page = mount(component, {
    global: {
      plugins: [router, [VueQueryPlugin, { queryClient }]] as never[],
      stubs: { UIcon: true, UModal: { template: '<div><slot name="body" /><slot name="footer" /></div>' } },
    },
  })
  await flushPromises()
  const press = async (name: string) => {
    const button = page
      .findAll('button')
      .find((each) => (each.attributes('aria-label') ?? each.text()) === name)
    await button?.trigger('click')
    await flushPromises()
  }
  const submit = async (at = 'form') => {
    await page.get(at).trigger('submit')
    await flushPromises()
  }
  return { page, sent, press, submit }
}

const listed = (...users: User[]) => Response.json({ users })

afterEach(() => vi.unstubAllGlobals())

describe('the users', () => {
  it('are waited for', async () => {
    const { page } = await show(UsersPage, [new Promise(() => {})])
    expect(page.find('[aria-label="Reading the users"]').exists()).toBe(true)
  })

  it('say why they cannot be read', async () => {
    const { page } = await show(UsersPage, [problem(503, 'INTERNAL', 'The disk is full.')])
    expect(page.get('[role=alert]').text()).toContain('The disk is full.')
  })

  it('are to become more when there is one', async () => {
    const { page } = await show(UsersPage, [listed(ada)])
    expect(page.text()).toContain('You are alone here')
  })

  it('go on where the page ended', async () => {
    const first = Response.json({ users: [ada], nextCursor: 'ada' })
    const { page, sent, press } = await show(UsersPage, [first, listed(grace)])
    expect(page.text()).not.toContain('You are alone here')
    await press('Show more')
    expect(sent[1]?.url).toContain('cursor=ada')
    expect(page.findAll('ul[aria-label=Users] > li')).toHaveLength(2)
    expect(page.text()).not.toContain('Show more')
  })

  it('are names only for who may not change them', async () => {
    const { page } = await show(
      UsersPage,
      [listed({ id: 'u1', name: 'ada' }, { id: 'u2', name: 'grace' })],
      [],
    )
    expect(page.findAll('li').map((row) => row.text())).toEqual(['ada (you)', 'grace'])
    expect(page.findAll('ul button')).toEqual([])
  })

  it('show the password of a new one once', async () => {
    const made = Response.json({ user: grace, password: 'xyzzy-plugh' }, { status: 201 })
    const { page, sent, submit, press } = await show(UsersPage, [listed(ada), made, listed(ada, grace)])
    await page.get('#new-user input').setValue('grace')
    await submit('#new-user')
    expect(sent[1]).toMatchObject({ method: 'POST', body: { name: 'grace', role: 'developer' } })
    expect(page.get('[aria-label=Password]').text()).toBe('xyzzy-plugh')
    await press('I have it')
    expect(page.text()).not.toContain('xyzzy-plugh')
  })

  it('have names by the rules', async () => {
    const { page, sent, submit } = await show(UsersPage, [listed(ada)])
    await page.get('#new-user input').setValue('Grace Hopper')
    await submit('#new-user')
    expect(page.text()).toContain('Use lower-case letters')
    expect(sent).toHaveLength(1)
  })

  it('are deleted by name only', async () => {
    const { page, sent, submit, press } = await show(UsersPage, [
      listed(ada, grace),
      new Response(null, { status: 204 }),
      listed(ada),
    ])
    await press('Delete grace…')
    expect(page.get('li form button[type=submit]').attributes('disabled')).toBeDefined()
    await page.get('li form input').setValue('grace')
    await submit('li form')
    expect(sent[1]).toMatchObject({ method: 'DELETE', url: '/api/v1/users/u2' })
    expect(page.text()).toContain('You are alone here')
  })

  it('get a new password from an admin', async () => {
    const { page, press } = await show(UsersPage, [
      listed(ada, grace),
      Response.json({ user: grace, password: 'plugh-xyzzy' }),
    ])
    await press('New password for grace…')
    await press('Make a new password')
    expect(page.get('[aria-label=Password]').text()).toBe('plugh-xyzzy')
  })

  it('keep their last admin, and say so', async () => {
    const refused = problem(409, 'USER_LAST_ADMIN', 'ada is the only admin.')
    const { page, submit, press } = await show(UsersPage, [listed(ada, grace), refused])
    await press('Delete ada…')
    await page.get('li form input').setValue('ada')
    await submit('li form')
    expect(page.get('li [role=alert]').text()).toContain('ada is the only admin.')
  })
})

describe('the own account', () => {
  const noSlack = () => Response.json({ isSet: false, links: [] })
  const type = async (page: Awaited<ReturnType<typeof show>>['page'], ...passwords: string[]) => {
    for (const [index, input] of page.findAll('input').entries()) await input.setValue(passwords[index])
  }

  it('gets another password, and the other sessions end', async () => {
    const { page, sent, submit } = await show(AccountPage, [noSlack(), new Response(null, { status: 204 })])
    await type(page, 'the old password', 'a longer passphrase')
    await submit()
    expect(sent.slice(1)).toEqual([
      {
        method: 'PUT',
        url: '/api/v1/session/password',
        body: { old: 'the old password', new: 'a longer passphrase' },
      },
    ])
    expect(page.get('[role=status]').text()).toContain('Your password is changed')
  })

  it('says what is wrong with the new one before it is sent', async () => {
    const { page, sent, submit } = await show(AccountPage, [noSlack()])
    await type(page, 'the old password', 'short')
    await submit()
    expect(page.text()).toContain('5 more to go')
    expect(sent).toHaveLength(1)
  })

  it('says that the old one is wrong', async () => {
    const { page, submit } = await show(AccountPage, [
      noSlack(),
      problem(403, 'PASSWORD_WRONG', 'It is not yours.'),
    ])
    await type(page, 'wrong', 'a longer passphrase')
    await submit()
    expect(page.get('[role=alert]').text()).toContain('It is not yours.')
  })

  it('ends its other sessions', async () => {
    const { page, sent, press } = await show(AccountPage, [noSlack(), new Response(null, { status: 204 })])
    await press('End my other sessions')
    expect(sent.slice(1)).toMatchObject([{ method: 'DELETE', url: '/api/v1/session/others' }])
    expect(page.get('[role=status]').text()).toContain('Your other sessions have ended')
  })
})
