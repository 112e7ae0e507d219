import { crc32, deflateSync } from 'node:zlib'

const [width, height] = [640, 460]
type Rgb = readonly [number, number, number]

/** A drawn certificate (PNG), nobody's: a frame, an emblem, grey lines for words and a red seal; another one for each seed. */
export function paper(seed: number): Uint8Array {
  const next = random(seed)
  const lines = Array.from({ length: 7 }, () => ({ label: 60 + next() * 50, words: 130 + next() * 250 }))
  const seal = { x: 500 + next() * 30, y: 350 + next() * 20 }
  const rows = Buffer.alloc((width * 3 + 1) * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) rows.set(colour(x, y, { lines, seal }), y * (width * 3 + 1) + 1 + x * 3)
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const parts = [chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([signature, ...parts])
}

interface Drawn {
  readonly lines: readonly { readonly label: number; readonly words: number }[]
  readonly seal: { readonly x: number; readonly y: number }
}

function colour(x: number, y: number, { lines, seal }: Drawn): Rgb {
  const edge = Math.min(x, y, width - 1 - x, height - 1 - y)
  if ((edge >= 12 && edge < 18) || (edge >= 24 && edge < 26)) return [178, 46, 40]
  const emblem = Math.hypot(x - width / 2, y - 62)
  if (emblem < 22) return emblem < 15 ? [214, 62, 48] : [224, 178, 84]
  if (x > 190 && x < 450 && y > 100 && y < 122 && Math.floor(x / 22) % 2 === 0) return [52, 48, 46]
  const ring = Math.hypot(x - seal.x, y - seal.y)
  if ((ring > 44 && ring < 49) || ring < 11) return [205, 58, 52]
  const row = lines[Math.floor((y - 150) / 38)]
  const within = (y - 150) % 38
  if (row && y >= 150 && within > 6 && within < 18) {
    if (x > 60 && x < 60 + row.label) return [96, 92, 88]
    if (x > 190 && x < 190 + row.words) return [150, 146, 140]
  }
  return [250, 246, 236]
}

function random(seed: number): () => number {
  let state = (seed * 2_654_435_761) >>> 0 || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state / 0x1_0000_0000
  }
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const out = Buffer.alloc(body.length + 8)
  out.writeUInt32BE(data.length, 0)
  body.copy(out, 4)
  out.writeUInt32BE(crc32(body), body.length + 4)
  return out
}
