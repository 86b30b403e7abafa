import { describe, expect, it } from 'vitest'
import {
  afterDelete,
  afterEdit,
  afterRead,
  afterSave,
  changedPaths,
  resolveConflict,
} from './file-buffers.ts'

const path = 'compose.yaml'
const read = (content: string) => ({ path, content, encoding: 'utf8' as const })
const opened = afterRead({}, read('saved'))
const edited = afterEdit(opened, path, 'mine')

describe('open files', () => {
  it('know what is not saved', () => {
    expect(changedPaths(opened)).toEqual([])
    expect(changedPaths(edited)).toEqual([path])
    expect(changedPaths(afterEdit(edited, path, 'saved'))).toEqual([])
  })

  it('keep what was typed while the save was under way', () => {
    const saved = afterSave(afterEdit(edited, path, 'mine and more'), path, 'mine')
    expect(saved[path]).toMatchObject({ saved: 'mine', text: 'mine and more' })
  })

  it('follow a change of somebody else where nothing was typed', () => {
    expect(afterRead(opened, read('theirs'))[path]).toMatchObject({ text: 'theirs', saved: 'theirs' })
  })

  it('keep what was typed when the file has not changed', () => {
    expect(afterRead(edited, read('saved'))[path]).toMatchObject({ text: 'mine', theirs: undefined })
  })

  it('keep both texts when both sides changed', () => {
    expect(afterRead(edited, read('theirs'))[path]).toMatchObject({ text: 'mine', theirs: 'theirs' })
  })

  it('see no conflict when both sides wrote the same', () => {
    expect(changedPaths(afterRead(edited, read('mine')))).toEqual([])
  })

  it('go on with mine as a change of theirs', () => {
    const resolved = resolveConflict(afterRead(edited, read('theirs')), path, 'mine')
    expect(resolved[path]).toMatchObject({ text: 'mine', saved: 'theirs', theirs: undefined })
  })

  it('go on with theirs and nothing to save', () => {
    expect(changedPaths(resolveConflict(afterRead(edited, read('theirs')), path, 'theirs'))).toEqual([])
  })

  it('forget a deleted file', () => {
    expect(afterDelete(edited, path)).toEqual({})
  })
})
