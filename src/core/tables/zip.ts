import { crc32, inflateRawSync } from 'node:zlib'

/** Local file header signature. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04
}

export type Unpacked =
  | { readonly ok: true; readonly parts: Map<string, Uint8Array> }
  | { readonly ok: false; readonly why: 'DAMAGED' | 'TOO_LARGE' }

/**
 * Unpacks the wanted entries of a zip, never more than `maxBytes` in all. The sizes written in the file
 * are not trusted: inflating itself stops at what is left of the budget. ZIP64 and encrypted files count
 * as damaged.
 */
export function unzip(zip: Uint8Array, wanted: (name: string) => boolean, maxBytes: number): Unpacked {
  const parts = new Map<string, Uint8Array>()
  let left = maxBytes
  try {
    for (const entry of entriesOf(Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength))) {
      if (!wanted(entry.name)) continue
      const part = entry.deflated ? inflateRawSync(entry.data, { maxOutputLength: left + 1 }) : entry.data
      if (part.length > left) return { ok: false, why: 'TOO_LARGE' }
      if (crc32(part) !== entry.crc) return { ok: false, why: 'DAMAGED' }
      left -= part.length
      parts.set(entry.name, part)
    }
  } catch (error) {
    const tooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
    return { ok: false, why: tooLarge ? 'TOO_LARGE' : 'DAMAGED' }
  }
  return { ok: true, parts }
}

interface Entry {
  readonly name: string
  readonly deflated: boolean
  readonly crc: number
  readonly data: Buffer
}

/** Entries by the central directory (APPNOTE.TXT §4.3.12). Throws on anything that does not fit. */
function* entriesOf(zip: Buffer): Generator<Entry> {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  if (end === -1 || end + 22 > zip.length) throw new Error('no end of central directory')
  let at = zip.readUInt32LE(end + 16)
  for (let count = zip.readUInt16LE(end + 10); count > 0; count -= 1) {
    if (zip.readUInt32LE(at) !== 0x02014b50) throw new Error('no central directory entry')
    const [flags, method] = [zip.readUInt16LE(at + 8), zip.readUInt16LE(at + 10)]
    if ((flags & 1) !== 0 || (method !== 0 && method !== 8)) throw new Error('encrypted or unknown method')
    const nameLength = zip.readUInt16LE(at + 28)
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength)
    const local = zip.readUInt32LE(at + 42)
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const stop = start + zip.readUInt32LE(at + 20)
    if (stop > zip.length) throw new Error('entry reaches beyond the file')
    yield { name, deflated: method === 8, crc: zip.readUInt32LE(at + 16), data: zip.subarray(start, stop) }
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
}

/** A zip without compression of exactly these parts. */
export function zipStored(parts: ReadonlyMap<string, Uint8Array>): Buffer {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [path, data] of parts) {
    const name = Buffer.from(path)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt32LE(crc32(data), 10)
    fields.writeUInt32LE(data.length, 14)
    fields.writeUInt32LE(data.length, 18)
    fields.writeUInt16LE(name.length, 22)
    files.push(Buffer.from([0x50, 0x4b, 3, 4]), fields, name, Buffer.from(data))
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    directory.push(Buffer.from([0x50, 0x4b, 1, 2, 20, 0]), fields, tail, name)
    offset += 30 + name.length + data.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(parts.size, 8)
  end.writeUInt16LE(parts.size, 10)
  end.writeUInt32LE(Buffer.concat(directory).length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...files, ...directory, end])
}
