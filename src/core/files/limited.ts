import { Refusal } from '#core/refusal.ts'

/** Passes a body through and stops at the limit, without having kept it. */
export async function* limited(body: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let seen = 0
  for await (const chunk of body) {
    seen += chunk.length
    if (seen > maxBytes) throw new Refusal('FILE_TOO_LARGE', { limit: `${Math.floor(maxBytes / 1024 / 1024)} MB` })
    yield chunk
  }
}

/** The whole body; only behind `limited`. */
export async function collect(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  const bytes = Buffer.concat(chunks)
  if (bytes.length === 0) throw new Refusal('FILE_EMPTY')
  return bytes
}
