import { describe, expect, it } from 'vitest'
import { splitShellWords } from './shell-words.ts'

describe('splitShellWords', () => {
  it.each<[string, string[]]>([
    ['', []],
    ['  a  b\tc\n', ['a', 'b', 'c']],
    ['\'a b\' "c d"', ['a b', 'c d']],
    ["''", ['']],
    ['a""b', ['ab']],
    [String.raw`a\ b "c\"d" '\n'`, ['a b', 'c"d', String.raw`\n`]],
    ['echo `date now` $(id -u) $HOME', ['echo', '`date now`', '$(id -u)', '$HOME']],
    ['echo # not a comment', ['echo', '#', 'not', 'a', 'comment']],
    ['sh -c "a && b"', ['sh', '-c', 'a && b']],
  ])('splits %s', (line, words) => {
    expect(splitShellWords(line)).toEqual({ words })
  })

  it.each([
    ['echo a && b', ['echo', 'a'], '&& b'],
    ['a;b', ['a'], ';b'],
    ['run 2>/dev/null', ['run'], '>/dev/null'],
    ['run 22>x', ['run', '22'], '>x'],
    ['| x', [], '| x'],
  ])('ends %s at the operator', (line, words, dropped) => {
    expect(splitShellWords(line)).toEqual({ words, dropped })
  })

  it.each(['"a', "'a", 'a\\', '`a', '$(a'])('refuses %s, as it is not closed', (line) => {
    expect(splitShellWords(line)).toBeUndefined()
  })
})
