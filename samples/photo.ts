import { crc32, deflateSync } from 'node:zlib'

/**
 * A drawn photograph (PNG) for samples, tests and the demonstration: a tray, a syringe with so much liquid, ampoules.
 * Nobody's real picture. `seed` makes each one different, as two photographs are.
 */
export interface Scene {
  /** Liquid in the syringe, 0 to 1. */
  readonly liquid: number
  readonly ampoules: number
  /** false: ampoules only, as at a destruction */
  readonly syringe?: boolean
  /** Over the sink, while it is poured. */
  readonly pouring?: boolean
  /** Shards instead of ampoules. */
  readonly broken?: boolean
  readonly seed: number
}

const [width, height] = [480, 360]
type Rgb = readonly [number, number, number]

export function photo(scene: Scene): Uint8Array {
  const pixels = new Uint8Array(width * height * 3)
  const noise = random(scene.seed)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) set(pixels, x, y, shade(colourAt(scene, x, y), (noise() - 0.5) * 10 - vignette(x, y)))
  }
  return png(pixels)
}

const inside = (x: number, y: number, left: number, top: number, right: number, bottom: number) => x >= left && x < right && y >= top && y < bottom
const near = (x: number, y: number, cx: number, cy: number, rx: number, ry: number) => ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 < 1

function colourAt(scene: Scene, x: number, y: number): Rgb {
  return syringe(scene, x, y) ?? (scene.pouring ? sink(x, y) : objects(scene, x, y)) ?? ground(scene, x, y)
}

/** Barrel, liquid, plunger and needle, slightly turned. */
function syringe({ liquid, pouring, syringe: drawn }: Scene, x0: number, y0: number): Rgb | undefined {
  if (drawn === false) return undefined
  const turn = pouring ? 0.9 : 0.28
  const [dx, dy] = [x0 - (pouring ? 190 : 170), y0 - (pouring ? 110 : 165)]
  const x = dx * Math.cos(turn) + dy * Math.sin(turn)
  const y = -dx * Math.sin(turn) + dy * Math.cos(turn)
  if (inside(x, y, -110, -22, 70, 22)) {
    if (Math.abs(y) > 19) return [205, 214, 224]
    if (x > 70 - 150 * liquid) return x > 64 ? [120, 150, 180] : [170, 205, 226]
    if (Math.abs(Math.round(x / 14) * 14 - x) < 1 && y < -6) return [90, 100, 112]
    return [236, 240, 244]
  }
  if (inside(x, y, 70, -5, 92, 5)) return [188, 196, 206]
  if (inside(x, y, 92, -1.2, 150, 1.2)) return [120, 126, 134]
  if (inside(x, y, -165, -6, -110, 6)) return [58, 64, 72]
  if (inside(x, y, -176, -24, -165, 24)) return [46, 52, 60]
  return undefined
}

function sink(x: number, y: number): Rgb | undefined {
  if (Math.abs(x - 283) < 1.6 && inside(x, y, 0, 190, 999, 268)) return [176, 208, 228]
  if (near(x, y, 280, 270, 26, 14)) return [34, 38, 44]
  if (near(x, y, 280, 270, 150, 74)) return [122, 132, 144]
  if (near(x, y, 280, 270, 190, 96)) return [168, 176, 186]
  return undefined
}

function objects({ ampoules, broken }: Scene, x: number, y: number): Rgb | undefined {
  for (let i = 0; i < ampoules; i++) {
    const left = 300 + i * 44
    if (broken) {
      if (near(x, y, left, 250 + (i % 2) * 12, 16, 5) || near(x, y, left + 18, 268, 9, 9) || near(x, y, left + 6, 236, 6, 12)) return [206, 224, 226]
      continue
    }
    if (inside(x, y, left, 214, left + 26, 286)) return y < 240 && y > 228 ? [255, 255, 255] : [214, 230, 236]
    if (inside(x, y, left + 8, 184, left + 18, 214)) return [200, 218, 226]
  }
  return undefined
}

const ground = ({ pouring }: Scene, x: number, y: number): Rgb =>
  pouring ? [96, 104, 114] : inside(x, y, 20, 70, width - 20, height - 36) ? [224, 229, 232] : [92, 128, 122]

const vignette = (x: number, y: number) => (((x - width / 2) / width) ** 2 + ((y - height / 2) / height) ** 2) * 90

function shade([r, g, b]: Rgb, by: number): Rgb {
  const fit = (v: number) => Math.max(0, Math.min(255, Math.round(v + by)))
  return [fit(r), fit(g), fit(b)]
}

function set(pixels: Uint8Array, x: number, y: number, rgb: Rgb): void {
  pixels.set(rgb, (y * width + x) * 3)
}

/** mulberry32: small, and the same everywhere. */
function random(seed: number): () => number {
  let a = seed >>> 0
  return () => {
    a = (a + 0x6d2b79f5) >>> 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

function png(pixels: Uint8Array): Uint8Array {
  const rows = Buffer.alloc((width * 3 + 1) * height)
  for (let y = 0; y < height; y++) rows.set(pixels.subarray(y * width * 3, (y + 1) * width * 3), y * (width * 3 + 1) + 1)
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const out = Buffer.alloc(body.length + 8)
  out.writeUInt32BE(data.length, 0)
  body.copy(out, 4)
  out.writeUInt32BE(crc32(body), body.length + 4)
  return out
}
