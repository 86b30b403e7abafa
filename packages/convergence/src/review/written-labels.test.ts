import { describe, expect, it } from 'vitest'
import { projectFrom } from '../testing/states.ts'
import { openPolicy } from './policy.ts'
import { findingsOf, type WrittenLabels, writtenLabelsOf } from './written-labels.ts'

describe('labels as files have them', () => {
  it('are those of services, volumes and networks that have some', () => {
    const text = `
name: shop
services:
  web: {image: nginx, labels: {a: "1"}, volumes: ["data:/data"], networks: [front]}
  db: {image: redis}
volumes: {data: {labels: [b=2]}}
networks: {front: {labels: {c: "3"}}}
`
    expect(writtenLabelsOf(projectFrom(text))).toEqual([
      { path: ['services', 'web'], labels: { a: '1' } },
      { path: ['volumes', 'data'], labels: { b: '2' } },
      { path: ['networks', 'front'], labels: { c: '3' } },
    ])
    expect(writtenLabelsOf(projectFrom('name: shop\nservices: {web: {image: nginx}}\n'))).toEqual([])
  })

  const labels = { 'com.docker.compose.project': 'other', 'com.docker.compose.service': 'db', mine: '1' }
  const judge = (path: WrittenLabels['path'], falseLabels = openPolicy.falseLabels) =>
    findingsOf(
      { path, labels },
      {
        policy: { ...openPolicy, falseLabels },
        project: 'shop',
        originOf: (place) =>
          place.join('/').endsWith('web/labels/com.docker.compose.project')
            ? { file: 'compose.yaml', line: 4, column: 7 }
            : undefined,
      },
    )

  it('are told of where they name another project or service, with the place that is known', () => {
    const about = { rule: 'falseLabels', verdict: 'denied', action: 'services:web', service: 'web' }
    expect(judge(['services', 'web'])).toEqual([
      {
        ...about,
        field: 'Labels.com.docker.compose.project',
        message: 'The label com.docker.compose.project says what is not so.',
        origin: { file: 'compose.yaml', line: 4, column: 7 },
      },
      {
        ...about,
        field: 'Labels.com.docker.compose.service',
        message: 'The label com.docker.compose.service says what is not so.',
      },
    ])
  })

  it('name no service that could be wrong where a volume has them', () => {
    expect(judge(['volumes', 'data'])).toMatchObject([
      { action: 'volumes:data', field: 'Labels.com.docker.compose.project' },
    ])
  })

  it('are not told of where the policy allows them', () => {
    expect(judge(['services', 'web'], 'allowed')).toEqual([])
  })
})
