import { createHash, type Hash } from 'node:crypto'
import { Refusal } from '#core/refusal.ts'

/** A body with the hash of what has been read of it so far. */
export interface Hashed {
  readonly body: AsyncIterable<Uint8Array>
  /** SHA-256 of all that was read; final once the body is used up. */
  digest(): Buffer
}

/** Passes a body through, hashes it and stops at the limit, without having kept it. */
export function limited(body: AsyncIterable<Uint8Array>, maxBytes: number): Hashed {
  const hash = createHash('sha256')
  return { body: pass(body, maxBytes, hash), digest: () => hash.copy().digest() }
}

async function* pass(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
  hash: Hash,
): AsyncGenerator<Uint8Array> {
  let seen = 0
  for await (const chunk of body) {
    seen += chunk.length
    if (seen > maxBytes) throw new Refusal('FILE_TOO_LARGE', { limit: sizeWords(maxBytes) })
    hash.update(chunk)
    yield chunk
  }
}

const sizeWords = (bytes: number) =>
  bytes < 1024 * 1024 ? `${Math.floor(bytes / 1024)} KB` : `${Math.floor(bytes / 1024 / 1024)} MB`

/** The whole body; only behind `limited`. */
export async function collect(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  const bytes = Buffer.concat(chunks)
  if (bytes.length === 0) throw new Refusal('FILE_EMPTY')
  return bytes
}
