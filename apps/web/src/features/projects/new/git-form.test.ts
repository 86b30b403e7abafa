import { describe, expect, it } from 'vitest'
import { blankGitForm, checkGitForm, isSsh, nameOfRepository, toGitInput } from './git-form.ts'

const form = (part: Partial<typeof blankGitForm>) => ({ ...blankGitForm, ...part })

describe('the form of a repository', () => {
  it.each([
    ['https://github.com/acme/Shop.git', '', 'shop'],
    ['git@github.com:acme/shop.git', '', 'shop'],
    ['git@host:shop', '', 'shop'],
    ['https://git.example.org/acme/mono/', 'apps/blog', 'blog'],
    ['https://git.example.org', '', ''],
    ['', '', ''],
  ])('suggests a name for %s %s', (url, subfolder, name) => {
    expect(nameOfRepository({ url, subfolder })).toBe(name)
  })

  it.each([
    ['git@github.com:acme/shop.git', true],
    ['ssh://git@host/shop.git', true],
    ['https://github.com/acme/shop.git', false],
    ['https://user@host/shop.git', false],
  ])('tells whether %s is for ssh', (url, expected) => {
    expect(isSsh(url)).toBe(expected)
  })

  it('sends nothing of an access that is not chosen, and no empty field', () => {
    const typed = form({ url: ' https://h/shop.git ', token: 't', sshKey: 'k', ref: ' main ' })
    expect(toGitInput(typed)).toEqual({ url: 'https://h/shop.git', ref: 'main' })
    expect(toGitInput({ ...typed, access: 'token' })).toEqual({
      url: 'https://h/shop.git',
      ref: 'main',
      token: 't',
    })
    expect(toGitInput({ ...typed, access: 'key' })).toEqual({
      url: 'https://h/shop.git',
      ref: 'main',
      sshKey: 'k\n',
    })
  })

  it.each([
    [form({}), { url: 'Give the address of the repository.' }],
    [form({ url: 'https://h/x', access: 'token' }), { token: 'Give the token, or choose public access.' }],
    [form({ url: 'git@h:x' }), { url: 'An ssh address needs a private key.' }],
    [form({ url: 'git@h:x', access: 'key' }), { sshKey: 'Paste the private key.' }],
    [form({ url: 'https://h/x' }), {}],
  ])('says what is missing, and in which field', (typed, faults) => {
    expect(checkGitForm(typed)).toEqual(faults)
  })
})
