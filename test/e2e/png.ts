import { crc32, deflateSync, inflateSync } from 'node:zlib'

// A browser writes its pictures quickly, not small.

interface Picture {
  readonly width: number
  readonly height: number
  /** Bytes a pixel: 3 (RGB) or 4 (RGBA). */
  readonly depth: number
  readonly pixels: Uint8Array
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/**
 * The same picture, lossless, without the filters that help photographs: a screen is flat areas and the same letters
 * over and over, which deflate finds by itself.
 */
export function smaller(png: Uint8Array): Uint8Array {
  const { width, height, pixels } = opaque(read(Buffer.from(png)))
  const line = width * 3
  const rows = Buffer.alloc((line + 1) * height)
  for (let y = 0; y < height; y++) rows.set(pixels.subarray(y * line, (y + 1) * line), y * (line + 1) + 1)
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const data = deflateSync(rows, { level: 9 })
  const made = Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ])
  return made.length < png.length ? made : png
}

function read(png: Buffer): Picture {
  const [width, height, depth] = [png.readUInt32BE(16), png.readUInt32BE(20), png[25] === 6 ? 4 : 3]
  const parts: Buffer[] = []
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
  }
  const packed = inflateSync(Buffer.concat(parts))
  const line = width * depth
  const pixels = new Uint8Array(line * height)
  for (let y = 0; y < height; y++) {
    const filter = packed[y * (line + 1)] ?? 0
    for (let x = 0; x < line; x++) {
      const i = y * line + x
      const left = x >= depth ? at(pixels, i - depth) : 0
      const above = y > 0 ? at(pixels, i - line) : 0
      const corner = x >= depth && y > 0 ? at(pixels, i - line - depth) : 0
      pixels[i] = at(packed, i + y + 1) + guess(filter, left, above, corner)
    }
  }
  return { width, height, depth, pixels }
}

const at = (bytes: Uint8Array, i: number): number => bytes[i] ?? 0

/** What a filter expects of a byte from its left, upper and upper left neighbours (PNG §9.2). */
function guess(filter: number, a: number, b: number, c: number): number {
  if (filter === 1) return a
  if (filter === 2) return b
  if (filter === 3) return (a + b) >> 1
  if (filter !== 4) return 0
  const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)]
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c
}

function opaque(picture: Picture): Picture {
  if (picture.depth === 3) return picture
  const count = picture.width * picture.height
  const pixels = new Uint8Array(count * 3)
  for (let i = 0; i < count; i++) pixels.set(picture.pixels.subarray(i * 4, i * 4 + 3), i * 3)
  return { ...picture, depth: 3, pixels }
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const out = Buffer.alloc(body.length + 8)
  out.writeUInt32BE(data.length, 0)
  body.copy(out, 4)
  out.writeUInt32BE(crc32(body), body.length + 4)
  return out
}
