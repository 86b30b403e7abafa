import type { SlackLink, SlackSettings } from '@berth/contract'
import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Component } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import OwnSlack from './OwnSlack.vue'
import SlackPage from './SlackPage.vue'
import { checkSigningSecret } from './slack-form.ts'

const path = '/integrations/slack/command'
const unset: SlackSettings = { path, isSet: false }
const set: SlackSettings = { path, isSet: true, setBy: 'ada', setAt: '2026-01-01T00:00:00Z' }
const link: SlackLink = {
  id: 'sl_1',
  user: 'ada',
  slackName: 'ada.lovelace',
  slackUser: 'U1',
  workspace: 'acme',
  linkedAt: '2026-01-01T00:00:00Z',
}
const secret = '8f742231b10e8888abcd99yyyzzz85a5'
const json =
  (body: unknown, status = 200) =>
  () =>
    Response.json(body, { status })
const done = () => new Response(null, { status: 204 })
const problem = (detail: string) => json({ status: 503, code: 'INTERNAL', title: 'x', detail }, 503)
const never = () => new Promise<Response>(() => {})

type Answers = Readonly<Record<string, (() => Response | Promise<Response>)[]>>

/** @param answers By method and path below the API; the last of each stays. */
async function show(component: Component, answers: Answers) {
  const sent: string[] = []
  vi.stubGlobal('fetch', async (url: string, { method, body }: { method: string; body?: string }) => {
    const asked = `${method} ${url.replace('/api/v1', '')}`
    sent.push(body === undefined ? asked : `${asked} ${body}`)
    const left = answers[asked] ?? []
    const answer = left.length > 1 ? left.shift() : left[0]
    return answer?.()
  })
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const routes = [{ path: '/', component: {} }]
  const router = createRouter({ history: createMemoryHistory(), routes })
  const plugins = [router, [VueQueryPlugin, { queryClient }]] as never[]
  const page = mount(component, { global: { plugins, stubs: { UIcon: true } } })
  await flushPromises()
  const button = (name: string) =>
    page.findAll('button').find((each) => (each.attributes('aria-label') ?? each.text()) === name)
  const press = async (name: string) => {
    await button(name)?.trigger('click')
    await flushPromises()
  }
  const submit = async (text: string) => {
    await page.get('form input').setValue(text)
    await page.get('form').trigger('submit')
    await flushPromises()
  }
  return { page, sent, button, press, submit }
}

const settings = 'GET /integrations/slack'
const links = 'GET /integrations/slack/links'
const none = { [links]: [json({ links: [] })] }

afterEach(() => vi.unstubAllGlobals())

describe('the setting of Slack', () => {
  it('is waited for, as the linked accounts are', async () => {
    const { page } = await show(SlackPage, { [settings]: [never], [links]: [never] })
    expect(page.find('[aria-label="Reading how Slack is set up"]').exists()).toBe(true)
    expect(page.find('[aria-label="Reading the linked accounts"]').exists()).toBe(true)
  })

  it('says why it cannot be read, and is read again', async () => {
    const { page, press } = await show(SlackPage, {
      ...none,
      [settings]: [problem('The disk is full.'), json(unset)],
    })
    expect(page.get('[role=alert]').text()).toContain('The disk is full.')
    await press('Try again')
    expect(page.find('[role=alert]').exists()).toBe(false)
    expect(page.text()).toContain(`${location.origin}${path}`)
  })

  it('takes a signing secret, and shows it no more', async () => {
    const { page, sent, submit } = await show(SlackPage, {
      ...none,
      [settings]: [json(unset)],
      'PUT /integrations/slack': [json(set)],
    })
    expect(page.text()).toContain('No linked accounts yet')
    await submit(` ${secret} `)
    expect(sent).toContain(`PUT /integrations/slack {"signingSecret":"${secret}"}`)
    expect(page.text()).toContain('The signing secret is set by ada')
    expect(page.html()).not.toContain(secret)
    expect(page.find('form').exists()).toBe(false)
  })

  it('says what is wrong with a secret before it is sent', async () => {
    const { page, sent, submit } = await show(SlackPage, { ...none, [settings]: [json(unset)] })
    await submit('xoxb-1-2-3')
    expect(page.text()).toContain('This is a token')
    expect(sent.filter((each) => each.startsWith('PUT'))).toEqual([])
  })

  it('is replaced, or kept', async () => {
    const { page, sent, press, submit } = await show(SlackPage, {
      ...none,
      [settings]: [json(set)],
      'PUT /integrations/slack': [problem('The disk is full.'), json(set)],
    })
    await press('Replace…')
    await press('Keep the old one')
    expect(page.find('form').exists()).toBe(false)
    await press('Replace…')
    await submit(secret)
    expect(page.get('[role=alert]').text()).toContain('The disk is full.')
    await submit(secret)
    expect(sent.filter((each) => each.startsWith('PUT'))).toHaveLength(2)
    expect(page.find('form').exists()).toBe(false)
  })

  it('is removed when that is confirmed', async () => {
    const { page, sent, press } = await show(SlackPage, {
      ...none,
      [settings]: [json(set), json(unset)],
      'DELETE /integrations/slack': [done],
    })
    await press('Remove…')
    expect(page.text()).toContain('Every command is refused from then on.')
    await press('Remove the secret')
    expect(sent).toContain('DELETE /integrations/slack')
    expect(page.find('form').exists()).toBe(true)
  })
})

describe('the linked accounts', () => {
  it('say why they cannot be read', async () => {
    const { page } = await show(SlackPage, {
      [settings]: [json(set)],
      [links]: [problem('The disk is full.')],
    })
    expect(page.get('[role=alert]').text()).toContain('The disk is full.')
  })

  it('are shown with who they act as, page by page, and unlinked', async () => {
    const other = { ...link, id: 'sl_2', user: 'grace', slackName: 'grace.h' }
    const { page, sent, button, press } = await show(SlackPage, {
      [settings]: [json(set)],
      [links]: [json({ links: [link], nextCursor: 'sl_1' }), json({ links: [] })],
      [`${links}?cursor=sl_1`]: [json({ links: [other] })],
      'DELETE /integrations/slack/links/sl_1': [done],
    })
    expect(page.get('li').text()).toContain('acts as ada')
    await press('More')
    expect(page.findAll('li')).toHaveLength(2)
    expect(button('More')).toBeUndefined()
    await press('Unlink ada.lovelace…')
    await press('Unlink ada.lovelace')
    expect(sent).toContain('DELETE /integrations/slack/links/sl_1')
    expect(page.text()).toContain('No linked accounts yet')
  })
})

describe('your own account of Slack', () => {
  const own = 'GET /session/slack'

  it('is waited for', async () => {
    const { page } = await show(OwnSlack, { [own]: [never] })
    expect(page.find('[aria-label="Reading your linked accounts"]').exists()).toBe(true)
  })

  it('says why it cannot be read', async () => {
    const { page } = await show(OwnSlack, { [own]: [problem('The disk is full.')] })
    expect(page.get('[role=alert]').text()).toContain('The disk is full.')
  })

  it('cannot be linked where Slack is not set up', async () => {
    const { page, button } = await show(OwnSlack, { [own]: [json({ isSet: false, links: [] })] })
    expect(page.text()).toContain('Slack is not set up here')
    expect(button('Make a link code')).toBeUndefined()
  })

  it('is linked by a code that is shown until it has been given', async () => {
    const { page, press } = await show(OwnSlack, {
      [own]: [json({ isSet: true, links: [] }), json({ isSet: true, links: [link] })],
      'POST /session/slack/codes': [json({ code: 'AAAA-BBBB-CCCC', expiresAt: link.linkedAt }, 201)],
    })
    expect(page.text()).toContain('You have linked no account yet.')
    await press('Make a link code')
    expect(page.get('[aria-label="Link command"]').text()).toBe('/stack link AAAA-BBBB-CCCC')
    await press('I have given it')
    expect(page.text()).not.toContain('AAAA-BBBB-CCCC')
    expect(page.get('li').text()).toContain('ada.lovelace in acme')
  })

  it('says why there is no code', async () => {
    const { page, press } = await show(OwnSlack, {
      [own]: [json({ isSet: true, links: [] })],
      'POST /session/slack/codes': [problem('The disk is full.')],
    })
    await press('Make a link code')
    expect(page.get('[role=alert]').text()).toContain('The disk is full.')
  })

  it('is unlinked, or stays with the reason', async () => {
    const { page, press } = await show(OwnSlack, {
      [own]: [json({ isSet: true, links: [link] }), json({ isSet: true, links: [] })],
      'DELETE /session/slack/links/sl_1': [problem('The disk is full.'), done],
    })
    await press('Unlink ada.lovelace…')
    await press('Unlink ada.lovelace')
    expect(page.get('[role=alert]').text()).toContain('The disk is full.')
    await press('Unlink ada.lovelace')
    expect(page.find('li').exists()).toBe(false)
  })
})

describe('a signing secret', () => {
  it.each([
    ['', 'Enter the signing secret of the app in Slack'],
    ['xapp-1-2', 'This is a token: the signing secret is under Basic Information'],
    ['short', 'Signing secrets have 16 to 128 letters and no spaces'],
    [secret, undefined],
  ])('"%s": %s', (text, fault) => {
    expect(checkSigningSecret(text)).toBe(fault)
  })
})
