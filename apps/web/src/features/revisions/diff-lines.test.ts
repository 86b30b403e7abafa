import { describe, expect, it } from 'vitest'
import { parseDiff } from './diff-lines.ts'

const diff = `--- a/compose.yaml
+++ b/compose.yaml
@@ -1,3 +1,4 @@
 services:
   web:
-    image: nginx:1.28
+    image: nginx:1.29
+    restart: always
@@ -9 +10 @@
---- not a header
+++ nor this
\\ No newline at end of file
`

describe('parseDiff', () => {
  it('numbers the lines of both sides and leaves the headers out', () => {
    expect(parseDiff(diff)).toEqual([
      { kind: 'hunk', text: '@@ -1,3 +1,4 @@' },
      { kind: 'context', text: 'services:', before: 1, after: 1 },
      { kind: 'context', text: '  web:', before: 2, after: 2 },
      { kind: 'removed', text: '    image: nginx:1.28', before: 3 },
      { kind: 'added', text: '    image: nginx:1.29', after: 3 },
      { kind: 'added', text: '    restart: always', after: 4 },
      { kind: 'hunk', text: '@@ -9 +10 @@' },
      { kind: 'removed', text: '--- not a header', before: 9 },
      { kind: 'added', text: '++ nor this', after: 10 },
      { kind: 'hunk', text: 'No newline at end of file' },
    ])
  })

  it('has no lines for what is the same', () => {
    expect(parseDiff('')).toEqual([])
  })
})
