import { Refusal } from '#core/refusal.ts'
import { gs1Date } from './gs1.ts'
import { readDate } from './dates.ts'

export interface MaReading {
  readonly di: string
  readonly serial?: string
  readonly lot?: string
  readonly made?: string
  readonly expiry?: string
}

/**
 * MA identification code (IDcode, ISO/IEC 15459 issuing agency MA): five parts of product identifier, then
 * parts by first letter S serial, L lot, M or P production, E expiry. Its check digit is not computed:
 * the public algorithm is void. Throws CODE_MA_INVALID.
 */
export function parseMa(code: string): MaReading {
  const parts = code.split('.')
  if (parts.length < 5 || parts.some((p) => p === '')) {
    throw new Refusal('CODE_MA_INVALID', { code, detail: '产品标识不足五段' })
  }
  const part = (letters: string) => {
    return parts
      .slice(5)
      .find((p) => letters.includes(p.charAt(0)))
      ?.slice(1)
  }
  return {
    di: parts.slice(0, 5).join('.'),
    serial: part('S'),
    lot: part('L'),
    made: date(part('MP'), code),
    expiry: date(part('E'), code),
  }
}

function date(text: string | undefined, code: string): string | undefined {
  if (text === undefined) return undefined
  const read = text.length === 6 ? gs1Date(text) : readDate(text, 'last')
  if (!read) throw new Refusal('CODE_MA_INVALID', { code, detail: `日期 ${text} 不对` })
  return read
}
