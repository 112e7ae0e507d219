import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Refusal } from '#core/refusal.ts'

/** Where photographs live: a local folder now, S3-compatible storage later. Addressed by the hash of the bytes. */
export interface Files {
  /** Stores the bytes and returns their SHA-256, lower-case hex. Storing the same bytes twice is harmless. */
  put(bytes: Uint8Array): Promise<string>
  /** Refuses NOT_FOUND. */
  get(sha256: string): Promise<Uint8Array>
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
