import { Refusal } from '#core/refusal.ts'

export type Encoding = 'UTF-8' | 'GB18030'

export interface TextLimits {
  readonly maxBytes: number
  /** Bounds the work on a file of line ends only. */
  readonly maxLines: number
}

export interface TextSource {
  readonly encoding: Encoding
  /** First bytes as Latin-1, without a byte order mark: enough to tell formats apart. */
  readonly head: string
  /** The decoded text, once. Throws FILE_ENCODING, FILE_TRUNCATED, FILE_TOO_LARGE, FILE_TOO_MANY_ROWS. */
  readonly pieces: AsyncGenerator<string>
}

const headBytes = 64 * 1024

/**
 * Opens a file of text whose encoding is not known, streaming: `declared` may read it from the head (an
 * XML declaration), otherwise UTF-8 is told from GB18030 by the Chinese in the head. The source is closed
 * whatever happens in `use`.
 */
export async function withText<T>(
  chunks: AsyncIterable<Uint8Array>,
  limits: TextLimits,
  declared: (head: string) => Encoding | undefined,
  use: (source: TextSource) => Promise<T>,
): Promise<T> {
  const iterator = chunks[Symbol.asyncIterator]()
  try {
    const blocks = limited(iterator, limits.maxBytes)
    const first = await readHead(blocks)
    const body = first.subarray(bomLength(first))
    const head = Buffer.from(body.subarray(0, headBytes)).toString('latin1')
    const encoding = first.length > body.length ? 'UTF-8' : (declared(head) ?? sniff(body))
    return await use({ encoding, head, pieces: decode(body, blocks, encoding, limits.maxLines) })
  } finally {
    await iterator.return?.()
  }
}

export function megabytes(bytes: number): string {
  return `${Math.floor(bytes / 1024 / 1024)} MB`
}

async function* limited(iterator: AsyncIterator<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
    bytes += next.value.length
    if (bytes > maxBytes) throw new Refusal('FILE_TOO_LARGE', { limit: megabytes(maxBytes) })
    yield next.value
  }
}

async function readHead(blocks: AsyncGenerator<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let bytes = 0
  while (bytes < headBytes) {
    const next = await blocks.next()
    if (next.done) break
    parts.push(next.value)
    bytes += next.value.length
  }
  return Buffer.concat(parts)
}

function bomLength(bytes: Uint8Array): number {
  const [a, b, c] = bytes
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) {
    throw new Refusal('FILE_ENCODING', { line: 1, encoding: 'UTF-8 或 GB18030' })
  }
  return a === 0xef && b === 0xbb && c === 0xbf ? 3 : 0
}

/** Chinese in GB18030 hardly ever forms UTF-8 ideographs; UTF-8 with one broken byte still shows many. */
export function sniff(bytes: Uint8Array): Encoding {
  const { ideographs, broken } = asUtf8(bytes)
  return ideographs >= broken ? 'UTF-8' : 'GB18030'
}

/** True when bytes said to be GB18030 can only be UTF-8: names would come out as other characters. */
export function isPlainlyUtf8(bytes: Uint8Array): boolean {
  const { ideographs, broken } = asUtf8(bytes)
  return broken === 0 && ideographs >= 2
}

function asUtf8(bytes: Uint8Array): { ideographs: number; broken: number } {
  const text = new TextDecoder('utf-8').decode(bytes.subarray(0, headBytes), { stream: true })
  return {
    ideographs: text.match(/[\u3400-\u9fff]/g)?.length ?? 0,
    broken: text.match(/\ufffd/g)?.length ?? 0,
  }
}

async function* decode(
  head: Uint8Array,
  blocks: AsyncGenerator<Uint8Array>,
  encoding: Encoding,
  maxLines: number,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  const at = { line: 1 }
  yield decodeBlock(decoder, head, encoding, at, maxLines)
  for await (const block of blocks) yield decodeBlock(decoder, block, encoding, at, maxLines)
  let rest: string
  try {
    rest = decoder.decode()
  } catch {
    throw new Refusal('FILE_TRUNCATED', { line: at.line })
  }
  if (rest) yield rest
}

/**
 * Line by line, because only so a decoding error can name its line. 0x0A is no trail byte in either
 * encoding.
 */
function decodeBlock(
  decoder: TextDecoder,
  block: Uint8Array,
  encoding: Encoding,
  at: { line: number },
  maxLines: number,
): string {
  let text = ''
  for (let start = 0; start < block.length;) {
    const end = block.indexOf(0x0a, start)
    const stop = end === -1 ? block.length : end + 1
    try {
      text += decoder.decode(block.subarray(start, stop), { stream: true })
    } catch {
      throw new Refusal('FILE_ENCODING', { line: at.line, encoding })
    }
    if (end !== -1 && ++at.line > maxLines) throw new Refusal('FILE_TOO_MANY_ROWS', { limit: maxLines })
    start = stop
  }
  return text
}

/** Whole text of a small file already in memory. Same refusals as `withText`. */
export async function decodeAll(bytes: Uint8Array, limits: TextLimits): Promise<string> {
  async function* one() {
    yield bytes
  }
  return withText(
    one(),
    limits,
    () => undefined,
    async (source) => {
      let text = ''
      for await (const piece of source.pieces) text += piece
      return text
    },
  )
}
