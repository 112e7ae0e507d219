import { crc32, deflateSync } from 'node:zlib'

const [width, height] = [240, 90]

/** A drawn signature (PNG), nobody's: a few turning strokes of a pen, different for each seed. */
export function signature(seed: number): Uint8Array {
  const ink = new Uint8Array(width * height).fill(255)
  const next = random(seed)
  let x = 26 + next() * 10
  for (let stroke = 0; stroke < 4; stroke++) {
    const [length, turn, tall, lean] = [38 + next() * 18, 2 + next() * 4, 14 + next() * 16, next() * 6]
    for (let t = 0; t <= 1; t += 0.002) {
      const px = x + t * length + Math.sin(t * turn * 5 + lean) * 9
      const py = height / 2 + Math.sin(t * turn * 3 + stroke) * tall * (1 - t / 3) + Math.cos(t * 9) * 4
      dot(ink, px, py, 1.1 + Math.sin(t * Math.PI) * 0.9)
    }
    x += length * 0.82
  }
  return png(ink)
}

function dot(ink: Uint8Array, cx: number, cy: number, r: number): void {
  for (let y = Math.floor(cy - 3); y <= cy + 3; y++) {
    for (let x = Math.floor(cx - 3); x <= cx + 3; x++) {
      if (x < 0 || y < 0 || x >= width || y >= height) continue
      const dark = Math.max(0, Math.min(1, r + 0.5 - Math.hypot(x - cx, y - cy)))
      const at = y * width + x
      ink[at] = Math.min(ink[at] ?? 255, 255 - Math.round(dark * 225))
    }
  }
}

/** 8-bit grey. */
function png(grey: Uint8Array): Uint8Array {
  const rows = Buffer.alloc((width + 1) * height)
  for (let y = 0; y < height; y++) rows.set(grey.subarray(y * width, (y + 1) * width), y * (width + 1) + 1)
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 0, 0, 0, 0], 8)
  const start = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([start, chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(body) >>> 0, 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}

function random(seed: number): () => number {
  let a = seed * 2654435761
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
