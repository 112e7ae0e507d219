import { Refusal } from '#core/refusal.ts'
import { isPlainlyUtf8, withText, type Encoding } from '#core/tables/encoding.ts'
import { deliveryLimits, type DeliveryCode, type DeliveryFile } from './deliveryFile.ts'
import { readMsfxTxt } from './readers/msfxTxt.ts'
import { readXmlDelivery } from './readers/xmlDelivery.ts'

export { deliveryLimits, type DeliveryCode, type DeliveryFile }

/**
 * Reads the file that comes with a delivery, streaming; format and encoding are told from the content.
 * Throws a FILE_ refusal, or the one fault found, or FILE_HAS_FAULTS with the first fifty.
 */
export async function readDelivery(chunks: AsyncIterable<Uint8Array>): Promise<DeliveryFile> {
  return withText(chunks, deliveryLimits, declaredEncoding, async (source) => {
    const start = source.head.trimStart().charAt(0)
    if (start === '<') return readXmlDelivery(source)
    if (start === '$') return readMsfxTxt(source)
    throw new Refusal(start === '' ? 'FILE_EMPTY' : 'FILE_FORMAT_UNKNOWN')
  })
}

/** All smallest packs inside a code: itself when it is one, none when the file does not hold its contents. */
export function leavesOf(codes: readonly DeliveryCode[], code: string): DeliveryCode[] {
  const inside = Map.groupBy(codes, (c) => c.parent)
  const start = codes.find((c) => c.code === code)
  const visited = new Set<DeliveryCode>()
  const leaves: DeliveryCode[] = []
  const open = start ? [start] : []
  for (let next = open.pop(); next; next = open.pop()) {
    // A file that was never checked may go in circles.
    if (visited.has(next)) continue
    visited.add(next)
    if (next.level === 1) leaves.push(next)
    else open.push(...(inside.get(next.code) ?? []).toReversed())
  }
  return leaves
}

function declaredEncoding(head: string): Encoding | undefined {
  const name = /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']/.exec(head)?.[1]?.toLowerCase()
  if (name === undefined) return undefined
  if (name === 'utf-8' || name === 'utf8') return 'UTF-8'
  const isGb = ['gb2312', 'gbk', 'gb18030'].includes(name)
  // Declared one way and written the other: decoding would succeed and give wrong names.
  if (!isGb || isPlainlyUtf8(Buffer.from(head, 'latin1'))) {
    throw new Refusal('FILE_ENCODING', { line: 1, encoding: isGb ? name.toUpperCase() : 'UTF-8 或 GB18030' })
  }
  return 'GB18030'
}
