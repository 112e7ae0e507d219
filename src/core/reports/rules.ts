import { maskName, maskNumber } from '#core/privacy.ts'
import { Refusal } from '#core/refusal.ts'
import type { CellValue, PersonalKind, ReportRow } from './contract.ts'

/** How a personal cell is shown to who has given no reason. */
export function masked(kind: PersonalKind, value: CellValue): CellValue {
  if (value === null || value === '') return value
  if (kind === 'name') return maskName(String(value))
  return kind === 'number' ? maskNumber(String(value)) : '已隐去'
}

export const snake = (key: string): string => key.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)
export const camel = (key: string): string => key.replace(/_([a-z])/g, (_, c: string) => c.toUpperCase())

export type Cursor = readonly (string | number)[]

/** Opaque to callers; base64url of the order's values of the last row. */
export const writeCursor = (values: Cursor): string =>
  btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(values))))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')

const shapes: Record<string, (v: unknown) => boolean> = {
  timestamptz: (v) => typeof v === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(v),
  date: (v) => typeof v === 'string' && /^\d{4}-\d\d-\d\d$/.test(v) && !Number.isNaN(Date.parse(v)),
  bigint: (v) => Number.isSafeInteger(v),
  text: (v) => typeof v === 'string' && !v.includes('\0'),
}

/** Refuses: INPUT_INVALID for one that this report did not write. */
export function readCursor(cursor: string, types: readonly string[]): Cursor {
  const invalid = new Refusal('INPUT_INVALID', {}, [{ code: 'INPUT_INVALID', field: 'after' }])
  try {
    const binary = atob(cursor.replaceAll('-', '+').replaceAll('_', '/'))
    const values: unknown = JSON.parse(
      new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(binary, (c) => c.charCodeAt(0))),
    )
    if (!Array.isArray(values) || values.length !== types.length) throw invalid
    if (!types.every((t, i) => shapes[t]?.(values[i]))) throw invalid
    if (types.some((t, i) => t === 'timestamptz' && Number.isNaN(Date.parse(String(values[i])))))
      throw invalid
    return values as Cursor
  } catch {
    throw invalid
  }
}

export interface Sum {
  key: string
  unit: string
  sum: number
}

/** Adds the quantities of rows, one sum for each column and unit: units are never added over different ones. */
export function sumsOf(rows: readonly Pick<ReportRow, 'cells' | 'units'>[], keys: readonly string[]): Sum[] {
  const sums = new Map<string, Sum>()
  for (const key of keys) {
    for (const row of rows) {
      const value = row.cells[key]
      if (typeof value !== 'number') continue
      const unit = row.units[key] ?? ''
      const sum = sums.get(`${key}|${unit}`) ?? { key, unit, sum: 0 }
      sums.set(`${key}|${unit}`, { ...sum, sum: sum.sum + value })
    }
  }
  return [...sums.values()]
}

const digits = '零壹贰叁肆伍陆柒捌玖'
const steps = ['', '拾', '佰', '仟']
const powers = [
  [100_000_000, '亿'],
  [10_000, '万'],
] as const

/** A sum written out, as registers want it: 440 is 肆佰肆拾, −20 is 负贰拾. Whole numbers below ten to the sixteenth. */
export function capital(n: number): string {
  if (n < 0) return `负${capital(-n)}`
  for (const [power, word] of powers) {
    if (n < power) continue
    const rest = n % power
    const between = rest > 0 && rest < power / 10 ? '零' : ''
    return `${capital(Math.floor(n / power))}${word}${rest > 0 ? between + capital(rest) : ''}`
  }
  let text = ''
  for (const [i, d] of [...String(n)].entries()) {
    const place = String(n).length - 1 - i
    if (d !== '0') text += `${text.endsWith('0') ? '零' : ''}${digits[Number(d)]}${steps[place]}`
    else if (text !== '' && !text.endsWith('0')) text += '0'
    text = text.replace(/0(?=零)/, '')
  }
  return text.replace(/0$/, '') || '零'
}
