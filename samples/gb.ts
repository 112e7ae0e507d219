let table: Map<string, [number, number]> | undefined

/** Node decodes GB18030 but does not encode it; its two-byte part is inverted once here. */
function twoByteTable(): Map<string, [number, number]> {
  const decoder = new TextDecoder('gb18030')
  const map = new Map<string, [number, number]>()
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      const char = trail === 0x7f ? '' : decoder.decode(Uint8Array.of(lead, trail))
      if ([...char].length === 1 && char !== '\ufffd') map.set(char, [lead, trail])
    }
  }
  return map
}

/** Text as GB18030 bytes. Throws on characters outside its two-byte part. */
export function encodeGb(text: string): Uint8Array {
  table ??= twoByteTable()
  const bytes: number[] = []
  for (const char of text) {
    const code = char.charCodeAt(0)
    const pair = code < 0x80 ? [code] : table.get(char)
    if (!pair) throw new Error(`not in the two-byte part of GB18030: ${char}`)
    bytes.push(...pair)
  }
  return Uint8Array.from(bytes)
}
