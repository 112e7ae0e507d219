import { expect, test } from 'vitest'
import { layoutBands, layoutNodes, type FlowLink, type FlowNode } from './flow-layout.ts'

const nodes: FlowNode[] = [
  { id: 'a', col: 0, title: '手术药房', figure: 2, unit: '支' },
  { id: 'b', col: 1, title: '药液', figure: 100, unit: 'μg', inside: true },
  { id: 'c', col: 2, title: '给药', figure: 70, unit: 'μg' },
  { id: 'd', col: 2, title: '弃去', figure: 30, unit: 'μg' },
]
const links: FlowLink[] = [
  { from: 'a', to: 'b', value: 2, unit: '支' },
  { from: 'b', to: 'c', value: 70, unit: 'μg' },
  { from: 'b', to: 'd', value: 30, unit: 'μg' },
]

test('boxes stay inside the drawing and do not overlap', () => {
  const boxes = layoutNodes(nodes, 800, 320)
  for (const box of boxes.values()) {
    expect(box.x).toBeGreaterThanOrEqual(0)
    expect(box.x + box.w).toBeLessThanOrEqual(800.001)
    expect(box.y).toBeGreaterThanOrEqual(0)
    expect(box.y + box.h).toBeLessThanOrEqual(320.001)
  }
  const [c, d] = [boxes.get('c'), boxes.get('d')]
  expect((c?.y ?? 0) + (c?.h ?? 0)).toBeLessThanOrEqual(d?.y ?? 0)
})

test('bands are in proportion within one measure', () => {
  const heights = layoutBands(links, layoutNodes(nodes, 800, 320)).map((band) => {
    const [, out = '', back = ''] = /^M\S+ (\S+?)C.* (\S+?)Z$/.exec(band.path) ?? []
    return Number(back) - Number(out)
  })
  expect((heights[1] ?? 0) / (heights[2] ?? 1)).toBeCloseTo(70 / 30, 5)
})
