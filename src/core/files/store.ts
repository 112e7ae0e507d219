import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Refusal } from '#core/refusal.ts'

/** Where photographs live: a local folder now, S3-compatible storage later. Addressed by the hash of the bytes. */
export interface Files {
  /** Stores the bytes and returns their SHA-256, lower-case hex. Storing the same bytes twice is harmless. */
  put(bytes: Uint8Array): Promise<string>
  /** Refuses NOT_FOUND. */
  get(sha256: string): Promise<Uint8Array>
  /**
   * Stores a body that is too large to be held whole. `accept` sees the first bytes (64 at most) and the length once all
   * of it was written, and throws to have it thrown away.
   */
  putStream(body: AsyncIterable<Uint8Array>, accept: (head: Buffer, bytes: number) => void): Promise<string>
  /** The length in bytes and a reader from `start` to `end`, both included. Refuses NOT_FOUND. */
  open(sha256: string): Promise<OpenFile>
}

export interface OpenFile {
  readonly size: number
  read(start: number, end: number): Readable
}

/** `flush: false` for simulations: a photograph may be lost with the machine, and a thousand take a second. */
export function localFiles(dir: string, { flush = true }: { readonly flush?: boolean } = {}): Files {
  const fileOf = (sha256: string) => path.join(dir, sha256.slice(0, 2), sha256)
  return {
    async put(bytes) {
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      const file = fileOf(sha256)
      await mkdir(path.dirname(file), { recursive: true })
      // Written beside and renamed: a crash leaves no half photograph under a full name.
      const draft = `${file}.${process.pid}.${Date.now()}`
      await writeFile(draft, bytes, { flush })
      await rename(draft, file)
      return sha256
    },
    async putStream(body, accept) {
      const draft = path.join(dir, `${process.pid}.${randomUUID()}`)
      await mkdir(dir, { recursive: true })
      const hash = createHash('sha256')
      let head = Buffer.alloc(0)
      let bytes = 0
      async function* passing() {
        for await (const chunk of body) {
          if (head.length < 64) head = Buffer.concat([head, chunk]).subarray(0, 64)
          bytes += chunk.length
          hash.update(chunk)
          yield chunk
        }
      }
      try {
        await pipeline(passing, createWriteStream(draft, { flush }))
        accept(head, bytes)
        const sha256 = hash.digest('hex')
        await mkdir(path.dirname(fileOf(sha256)), { recursive: true })
        await rename(draft, fileOf(sha256))
        return sha256
      } catch (error) {
        await rm(draft, { force: true })
        throw error
      }
    },
    async open(sha256) {
      const file = fileOf(sha256)
      const found = await stat(file).catch(() => undefined)
      if (!found) throw new Refusal('NOT_FOUND')
      return { size: found.size, read: (start, end) => createReadStream(file, { start, end }) }
    },
    async get(sha256) {
      try {
        return await readFile(fileOf(sha256))
      } catch {
        throw new Refusal('NOT_FOUND')
      }
    },
  }
}

/** What the bytes are, whatever the name says. Only whole JPEG and PNG files are evidence. */
export function imageType(bytes: Uint8Array): 'image/jpeg' | 'image/png' | undefined {
  const starts = (...head: number[]) => head.every((b, i) => bytes[i] === b)
  const ends = (...tail: number[]) => tail.every((b, i) => bytes[bytes.length - tail.length + i] === b)
  if (starts(0xff, 0xd8, 0xff) && ends(0xff, 0xd9)) return 'image/jpeg'
  const iend = [0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a) && ends(...iend)) return 'image/png'
  return undefined
}

/** What a film is by its first bytes: an ISO base media file (mp4, and what iPhones write) or Matroska (webm). */
export function videoType(head: Uint8Array): 'video/mp4' | 'video/webm' | undefined {
  const at = (from: number, bytes: readonly number[]) => bytes.every((b, i) => head[from + i] === b)
  if (at(4, [0x66, 0x74, 0x79, 0x70])) return 'video/mp4'
  return at(0, [0x1a, 0x45, 0xdf, 0xa3]) ? 'video/webm' : undefined
}
