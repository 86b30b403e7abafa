import { describe, expect, it } from 'vitest'
import { commonFolder } from './collect-files.ts'
import {
  blankDraft,
  checkFiles,
  checkName,
  editFile,
  nameOf,
  pastedPath,
  toFileInputs,
} from './project-draft.ts'

const pasted = (text: string) => editFile(blankDraft, pastedPath, text)

describe('the name of a new project', () => {
  it.each([
    ['the name in the file', pasted('services: {}\nname: "Shop" # ours\n'), 'shop'],
    ['the folder, made valid', { ...pasted('services: {}'), folder: 'My Shop (2)' }, 'myshop2'],
    ['nothing, when nothing says', pasted('services: {}'), ''],
  ])('is %s', (_source, draft, name) => {
    expect(nameOf(draft)).toBe(name)
  })

  it.each(['shop', 'a', '0-x_y'])('may be %s', (name) => {
    expect(checkName(name, ['taken'])).toBeUndefined()
  })

  it.each(['', 'Shop', '-x', 'a b', 'taken', 'new', 'x'.repeat(64)])('may not be "%s"', (name) => {
    expect(checkName(name, ['taken'])).toBeTypeOf('string')
  })
})

describe('the files of a new project', () => {
  it('need a compose file with something in it', () => {
    expect(checkFiles(blankDraft.files)).toBe('The Compose file is empty.')
    expect(checkFiles([{ path: 'x/compose.yaml', content: 'a', encoding: 'utf8', sizeBytes: 1 }])).toMatch(
      'no compose.yaml',
    )
    expect(checkFiles(pasted('services: {}').files)).toBeUndefined()
  })

  it('are sent with path, content and encoding', () => {
    expect(toFileInputs(pasted('services: {}').files)).toEqual([
      { path: 'compose.yaml', content: 'services: {}', encoding: 'utf8' },
    ])
  })

  it.each([
    [['shop/a', 'shop/b/c'], 'shop'],
    [['shop/a', 'other/b'], ''],
    [['a'], ''],
    [['shop/a', 'shopping/b'], ''],
  ])('lose the folder that %j share: "%s"', (paths, folder) => {
    expect(commonFolder(paths)).toBe(folder)
  })
})
