export interface FlowNode {
  id: string
  /** From the left, 0 first. */
  col: number
  title: string
  figure: number
  unit: string
  lines?: readonly string[]
  tone?: 'plain' | 'focus' | 'closed' | 'owed'
  /** Within the person's account. */
  inside?: boolean
  remain?: { text: string; tone: 'green' | 'amber' | 'red' | 'grey' }
}

export interface FlowLink {
  from: string
  to: string
  value: number
  unit: string
  tone?: 'content' | 'container' | 'owed'
}

export interface Box {
  x: number
  y: number
  w: number
  h: number
}

export interface Band {
  path: string
  tone: NonNullable<FlowLink['tone']>
  words: string
}

const widest = 72
const thinnest = 6
const titleHeight = 26
const lineHeight = 18
const headroom = 44

/** End columns carry sentences, inner ones figures. */
function columnWidths(cols: number, width: number): number[] {
  const wanted = Array.from({ length: cols }, (_, i) => (i === 0 ? 136 : i === cols - 1 ? 204 : 108))
  const total = wanted.reduce((a, b) => a + b, 0)
  const room = width - (cols - 1) * 44
  return room < total ? wanted.map((w) => (w / total) * Math.max(room, 320)) : wanted
}

export function nodeHeight(node: FlowNode, inner: boolean): number {
  const lines = (node.lines?.length ?? 0) * lineHeight
  const remain = node.remain ? 22 : 0
  return (inner ? lineHeight + 30 + 24 : titleHeight + 16) + lines + remain
}

/** Boxes column by column, spread over the height. */
export function layoutNodes(nodes: readonly FlowNode[], width: number, height: number): Map<string, Box> {
  const cols = Math.max(...nodes.map((n) => n.col)) + 1
  const widths = columnWidths(cols, width)
  const gap = cols > 1 ? (width - widths.reduce((a, b) => a + b, 0)) / (cols - 1) : 0
  const boxes = new Map<string, Box>()
  let x = 0
  for (let col = 0; col < cols; col++) {
    const here = nodes.filter((n) => n.col === col)
    const inner = col > 0 && col < cols - 1
    // The frame's title stands above what is inside it.
    const top = here.some((n) => n.inside) ? headroom : 0
    const heights = here.map((n) => nodeHeight(n, inner))
    const room = height - top - heights.reduce((a, b) => a + b, 0)
    // Space around each, but no wider apart than reads as one column.
    const space = Math.min(room / (here.length + 1), 46)
    let y = top + (room - space * (here.length - 1)) / 2
    for (const [i, node] of here.entries()) {
      boxes.set(node.id, { x, y, w: widths[col] ?? 0, h: heights[i] ?? 0 })
      y += (heights[i] ?? 0) + space
    }
    x += (widths[col] ?? 0) + gap
  }
  return boxes
}

/** Pixels for one unit of each measure, so that a box's bands never stand higher than the box. */
function scales(links: readonly FlowLink[], boxes: Map<string, Box>): Map<string, number> {
  const scale = new Map<string, number>()
  for (const { unit } of links) {
    if (scale.has(unit)) continue
    const of = links.filter((l) => l.unit === unit)
    let fit = widest / Math.max(...of.map((l) => l.value), 1e-9)
    for (const side of ['from', 'to'] as const) {
      for (const id of new Set(of.map((l) => l[side]))) {
        const sum = of.filter((l) => l[side] === id).reduce((n, l) => n + l.value, 0)
        fit = Math.min(fit, ((boxes.get(id)?.h ?? widest) - 8) / Math.max(sum, 1e-9))
      }
    }
    scale.set(unit, of.some((l) => l.tone === 'container' || l.tone === 'owed') ? fit * 0.5 : fit)
  }
  return scale
}

type Stacked = { link: FlowLink; size: number; out: number; into: number }

/** Bands leave and enter a box in the order of the boxes at their other ends, so that they do not cross. */
function stack(links: readonly FlowLink[], boxes: Map<string, Box>): Stacked[] {
  const scale = scales(links, boxes)
  const all = links.map((link) => ({
    link,
    size: Math.max(thinnest, link.value * (scale.get(link.unit) ?? 0)),
    out: 0,
    into: 0,
  }))
  const place = (side: 'from' | 'to', other: 'from' | 'to', key: 'out' | 'into') => {
    for (const id of new Set(links.map((l) => l[side]))) {
      const box = boxes.get(id)
      if (!box) continue
      const mine = all
        .filter((s) => s.link[side] === id)
        .toSorted((a, b) => (boxes.get(a.link[other])?.y ?? 0) - (boxes.get(b.link[other])?.y ?? 0))
      let y = box.y + box.h / 2 - mine.reduce((n, s) => n + s.size, 0) / 2
      for (const s of mine) {
        s[key] = y
        y += s.size
      }
    }
  }
  place('from', 'to', 'out')
  place('to', 'from', 'into')
  return all
}

export function layoutBands(links: readonly FlowLink[], boxes: Map<string, Box>): Band[] {
  return stack(links, boxes).flatMap(({ link, size, out, into }) => {
    const a = boxes.get(link.from)
    const b = boxes.get(link.to)
    if (!a || !b) return []
    const x1 = a.x + a.w
    const mid = (x1 + b.x) / 2
    const down = `L${b.x} ${into + size}C${mid} ${into + size} ${mid} ${out + size} ${x1} ${out + size}Z`
    const path = `M${x1} ${out}C${mid} ${out} ${mid} ${into} ${b.x} ${into}${down}`
    return [{ path, tone: link.tone ?? 'content', words: `${link.value} ${link.unit}` }]
  })
}

/** The frame around what is inside the account. */
export function accountBox(
  nodes: readonly FlowNode[],
  boxes: Map<string, Box>,
  height: number,
): Box | undefined {
  const inside = nodes.flatMap((n) => (n.inside ? [boxes.get(n.id)] : [])).filter((b) => b !== undefined)
  if (inside.length === 0) return undefined
  const left = Math.min(...inside.map((b) => b.x)) - 28
  const right = Math.max(...inside.map((b) => b.x + b.w)) + 40
  return { x: left, y: 0, w: right - left, h: height }
}
