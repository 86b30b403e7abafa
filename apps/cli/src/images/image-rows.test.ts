import { describe, expect, it } from 'vitest'
import { formatImageJson, formatImageTable, imageIds, type UsedImage } from './image-rows.ts'

const used = (image: string, more: Partial<UsedImage['image']> = {}): UsedImage => ({
  container: { name: 'shop-web-1', image },
  image: {
    Id: `sha256:${'ab'.repeat(32)}`,
    Size: 1_982_286,
    Os: 'linux',
    Architecture: 'amd64',
    Created: '2026-01-01T00:00:00Z',
    Metadata: { LastTagTime: '2026-01-02T00:00:00.5Z' },
    ...more,
  },
})

describe('the images of a project', () => {
  it('stand in the table of docker compose', () => {
    const now = Date.parse('2026-01-02T00:25:00.5Z')
    expect(formatImageTable([used('busybox')], now)).toBe(
      [
        'CONTAINER           REPOSITORY          TAG                 PLATFORM            IMAGE ID            SIZE                CREATED',
        'shop-web-1          busybox             latest              linux/amd64         abababababab        1.98MB              25 minutes ago',
        '',
      ].join('\n'),
    )
  })

  it('are JSON as docker compose writes it', () => {
    expect(formatImageJson([used('host.test:5000/web:1', { Variant: 'v7', Architecture: 'arm' })])).toBe(
      `[{"ID":"sha256:${'ab'.repeat(32)}","ContainerName":"shop-web-1","Repository":"host.test:5000/web","Tag":"1","Platform":"linux/arm/v7","Size":1982286,"LastTagTime":"2026-01-02T00:00:00.5Z"}]\n\n`,
    )
    expect(formatImageJson([])).toBe('null\n\n')
  })

  it.each([
    { image: 'docker.io/library/redis:7', Repository: 'redis', Tag: '7' },
    { image: `redis@sha256:${'0'.repeat(64)}`, Repository: 'redis', Tag: '' },
    { image: `sha256:${'0'.repeat(64)}`, Repository: '', Tag: '' },
  ])('are named by $image', ({ image, Repository, Tag }) => {
    expect(JSON.parse(formatImageJson([used(image)]))).toMatchObject([{ Repository, Tag }])
  })

  it('are as old as the image when nobody named them here', () => {
    const image = used('busybox', { Metadata: { LastTagTime: '0001-01-01T00:00:00Z' } })
    expect(JSON.parse(formatImageJson([image]))).toMatchObject([{ LastTagTime: '2026-01-01T00:00:00Z' }])
  })

  it('are told once by their ids', () => {
    expect(imageIds([used('a'), used('b')])).toEqual(['ab'.repeat(32)])
  })
})
