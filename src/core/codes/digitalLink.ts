import { checkElements, invalid, type Gs1Element } from './gs1.ts'

const keyed = /^https?:\/\/[^/\s]+\/(?:[^\s?#]*\/)?01\/\d+(?:[/?#]|$)/i

export function isDigitalLink(text: string): boolean {
  return keyed.test(text)
}

/**
 * A GS1 Digital Link URI (`https://id.example.com/01/{gtin}/10/{lot}/21/{serial}?17=290831`) as elements.
 * Throws CODE_GS1_INVALID. Query keys that are not numbers belong to the web site and are passed over.
 */
export function parseDigitalLink(text: string): Gs1Element[] {
  const url = parseUrl(text)
  const segments = url.pathname.split('/').map((s) => decoded(s, text))
  const start = segments.findIndex((s, i) => s === '01' && /^\d+$/.test(segments[i + 1] ?? ''))
  const pairs = segments.slice(start).filter((s, i) => s !== '' || i % 2 === 1)
  if (pairs.length % 2 === 1) throw invalid(text, '路径不成对')
  const elements: Gs1Element[] = []
  for (let i = 0; i < pairs.length; i += 2) elements.push({ ai: pairs[i] ?? '', value: pairs[i + 1] ?? '' })
  for (const [ai, value] of url.searchParams) {
    if (/^\d{2,4}$/.test(ai)) elements.push({ ai, value })
  }
  return checkElements(elements.map(padded), text)
}

function parseUrl(text: string): URL {
  try {
    return new URL(text)
  } catch {
    throw invalid(text, '网址写法不对')
  }
}

function decoded(segment: string, text: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw invalid(text, '百分号编码不对')
  }
}

/** GTIN-8, -12 and -13 may stand in a link; they are the same number with zeros in front. */
function padded(e: Gs1Element): Gs1Element {
  const short = e.ai === '01' && [8, 12, 13].includes(e.value.length)
  return short ? { ai: '01', value: e.value.padStart(14, '0') } : e
}
