import { describe, expect, it } from 'vitest'
import { createLanes, type Waiting } from './lanes.ts'

interface Item extends Waiting {
  readonly name: string
  end(): Promise<void>
}

function start(limit: number) {
  const told: string[] = []
  let moves = 0
  const lanes = createLanes<Item>(limit, () => {
    moves += 1
  })
  const add = (name: string): Item => {
    const gate = Promise.withResolvers<void>()
    const gone = Promise.withResolvers<void>()
    const item: Item = {
      name,
      lane: name.slice(0, 1),
      run: () => {
        told.push(`${name} begins`)
        return gate.promise
      },
      left: () => {
        told.push(`${name} left`)
        gone.resolve()
      },
      end: () => {
        gate.resolve()
        return gone.promise
      },
    }
    lanes.add(item)
    return item
  }
  const places = () =>
    lanes.all().flatMap((item) => {
      const place = lanes.placeOf(item)
      return place ? [`${item.name} ${place.position} after ${place.after?.name}`] : []
    })
  return { lanes, add, told, places, moves: () => moves }
}

describe('lanes', () => {
  it('run one at a time each, in the order that things came', async () => {
    const { add, told } = start(9)
    const [first, second] = [add('a1'), add('a2')]
    await first.end()
    await second.end()
    expect(told).toEqual(['a1 begins', 'a1 left', 'a2 begins', 'a2 left'])
  })

  it('run side by side, up to the limit, and the one that waits longest is next', async () => {
    const { add, told } = start(2)
    const [a1] = [add('a1'), add('b1'), add('a2'), add('c1'), add('d1')]
    expect(told).toEqual(['a1 begins', 'b1 begins'])
    await a1?.end()
    expect(told.slice(2)).toEqual(['a1 left', 'c1 begins'])
  })

  it('tell where each stands and what is right before it', async () => {
    const { add, places, moves } = start(1)
    const a1 = add('a1')
    add('a2')
    add('a3')
    add('b1')
    add('b2')
    expect(places()).toEqual(['a2 1 after a1', 'a3 2 after a2', 'b1 1 after a1', 'b2 2 after b1'])
    const before = moves()
    await a1.end()
    expect(moves()).toBeGreaterThan(before)
    expect(places()).toEqual(['b2 1 after b1', 'a2 1 after b1', 'a3 2 after a2'])
  })

  it('let go what has not begun, and only that', () => {
    const { lanes, add, places } = start(1)
    const [a1, a2] = [add('a1'), add('a2')]
    add('a3')
    expect(lanes.remove(a1)).toBe(false)
    expect(lanes.remove(a2)).toBe(true)
    expect(lanes.remove(a2)).toBe(false)
    expect(places()).toEqual(['a3 1 after a1'])
  })

  it('begin nothing once they are closed', async () => {
    const { lanes, add, told } = start(1)
    const a1 = add('a1')
    add('a2')
    lanes.close()
    await a1.end()
    expect(told).toEqual(['a1 begins', 'a1 left'])
    expect(lanes.of('a').map(({ name }) => name)).toEqual(['a2'])
  })
})
