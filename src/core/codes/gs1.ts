import { Refusal } from '#core/refusal.ts'
import { rules, type Rule } from './gs1Table.ts'
import { lastDayOf } from './dates.ts'

/** FNC1 as scanners transmit it: ends every variable-length element but the last. */
export const GS = '\x1d'

export interface Gs1Element {
  readonly ai: string
  readonly value: string
}

/**
 * Reads a GS1 element string (GS1 General Specifications §7.8), with `(ai)` brackets or with FNC1 as GS.
 * A missing separator is never guessed: CODE_GS1_AMBIGUOUS. Anything against the table of application
 * identifiers: CODE_GS1_INVALID.
 */
export function parseElementString(text: string): Gs1Element[] {
  const elements = /^\(\d/.test(text) ? splitBracketed(text) : splitPlain(text)
  return checkElements(elements, text)
}

/** Format and uniqueness of already separated elements; shared with Digital Link. */
export function checkElements(elements: readonly Gs1Element[], code: string): Gs1Element[] {
  const seen = new Map<string, string>()
  for (const { ai, value } of elements) {
    const rule = rules.get(ai)
    if (!rule) throw invalid(code, `不认识应用标识符 ${ai}`)
    const problem = problemOf(rule, value)
    if (problem) throw invalid(code, `(${ai}) ${problem}`)
    // The General Specifications allow a repeat only with the same value.
    if (seen.has(ai) && seen.get(ai) !== value) throw invalid(code, `(${ai}) 出现两次且内容不同`)
    seen.set(ai, value)
  }
  return [...seen].map(([ai, value]) => ({ ai, value }))
}

export function invalid(code: string, detail: string): Refusal {
  return new Refusal('CODE_GS1_INVALID', { code: readable(code), detail })
}

/** GS cannot be shown on a screen; `{GS}` can. */
export function readable(code: string): string {
  return code.replaceAll(GS, '{GS}')
}

function splitBracketed(text: string): Gs1Element[] {
  const parts = text.split(/\((\d{2,4})\)/)
  const elements: Gs1Element[] = []
  for (let i = 1; i < parts.length; i += 2) {
    elements.push({ ai: parts[i] ?? '', value: (parts[i + 1] ?? '').replaceAll(GS, '') })
  }
  return elements
}

function splitPlain(text: string): Gs1Element[] {
  // One separator anywhere proves that the scanner sends them, so an open end really is the end.
  const sendsSeparators = text.includes(GS)
  const elements: Gs1Element[] = []
  let at = 0
  while (at < text.length) {
    if (text[at] === GS) {
      at += 1
      continue
    }
    const rule = ruleAt(text.slice(at, at + 4))
    if (!rule) throw invalid(text, `第 ${at + 1} 位起不是应用标识符`)
    const start = at + rule.ai.length
    const stop = text.indexOf(GS, start)
    const open = text.slice(start, stop === -1 ? undefined : stop)
    const value = rule.min === rule.max ? open.slice(0, rule.max) : open
    if (rule.min < rule.max && !sendsSeparators && hidesAnother(rule, open, seenIn(elements))) {
      throw new Refusal('CODE_GS1_AMBIGUOUS', { code: text })
    }
    elements.push({ ai: rule.ai, value })
    at = start + value.length
  }
  return elements
}

function seenIn(elements: readonly Gs1Element[]): Set<string> {
  return new Set(elements.map((e) => e.ai))
}

/**
 * Could the open end of a variable-length element hold further elements? Any long enough digit string can be
 * cut somewhere, so within the permitted length only a tail that a drug pack would really carry counts:
 * a valid date, the serial still missing, or the lot of a pack whose expiry was read. Beyond the permitted
 * length every cut that obeys the table counts.
 */
function hidesAnother(rule: Rule, open: string, seen: ReadonlySet<string>): boolean {
  const tooLong = open.length > rule.max
  const aisFrom = tailReader(open, seen)
  for (let cut = rule.min; cut < open.length && cut <= rule.max; cut += 1) {
    const ais = aisFrom(cut)
    if (ais && !ais.includes(rule.ai) && (tooLong || isCredible(ais, seen))) return true
  }
  return false
}

function isCredible(ais: readonly string[], seen: ReadonlySet<string>): boolean {
  if (ais.some((ai) => rules.get(ai)?.check === 'date')) return true
  return ais[0] === '21' || (ais[0] === '10' && seen.has('17'))
}

/**
 * Gives, for a position, the application identifiers of the rest read as elements, or undefined where it
 * cannot be read so. Each position is answered once: a hostile string must not cost exponential time.
 */
function tailReader(text: string, seen: ReadonlySet<string>): (at: number) => string[] | undefined {
  const known = new Map<number, string[] | undefined>([[text.length, []]])
  const read = (at: number): string[] | undefined => {
    const rule = ruleAt(text.slice(at, at + 4))
    if (!rule || seen.has(rule.ai)) return undefined
    const start = at + rule.ai.length
    if (text.length - start <= rule.max && !problemOf(rule, text.slice(start))) return [rule.ai]
    for (let stop = start + rule.min; stop < text.length && stop - start <= rule.max; stop += 1) {
      const tail = problemOf(rule, text.slice(start, stop)) ? undefined : from(stop)
      if (tail) return [rule.ai, ...tail]
    }
    return undefined
  }
  const from = (at: number): string[] | undefined => {
    if (!known.has(at)) known.set(at, read(at))
    return known.get(at)
  }
  return from
}

/** Application identifiers are prefix-free, so at most one length matches. */
export function ruleAt(four: string): Rule | undefined {
  return rules.get(four.slice(0, 2)) ?? rules.get(four.slice(0, 3)) ?? rules.get(four)
}

function problemOf(rule: Rule, value: string): string | undefined {
  if (value.length < rule.min || value.length > rule.max) {
    return rule.min === rule.max ? `应为 ${rule.max} 位` : `应为 ${rule.min} 到 ${rule.max} 位`
  }
  if (rule.type === 'N' && !/^\d+$/.test(value)) return '只能是数字'
  if (!/^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]+$/.test(value)) return '有不允许的字符'
  if (rule.check === 'mod10' && checkDigitGs1(value.slice(0, -1)) !== Number(value.at(-1)))
    return '校验位不对'
  if (rule.check === 'date' && !gs1Date(value)) return '日期不对'
  return undefined
}

/** Mod-10 check digit (GS1 General Specifications §7.9) of digits that do not include it. */
export function checkDigitGs1(digits: string): number {
  let sum = 0
  for (let i = 0; i < digits.length; i += 1) {
    const weight = (digits.length - i) % 2 === 1 ? 3 : 1
    sum += Number(digits[i]) * weight
  }
  return (10 - (sum % 10)) % 10
}

/**
 * `yymmdd` as YYYY-MM-DD; day 00 is the last day of the month. The century is the one that lies within
 * 49 years back and 50 ahead (GS1 General Specifications §7.12). Undefined when there is no such day.
 */
export function gs1Date(yymmdd: string, thisYear = new Date().getFullYear()): string | undefined {
  const yy = Number(yymmdd.slice(0, 2))
  const month = Number(yymmdd.slice(2, 4))
  const apart = yy - (thisYear % 100)
  const century = Math.floor(thisYear / 100) + (apart >= 51 ? -1 : apart <= -50 ? 1 : 0)
  const year = century * 100 + yy
  if (!/^\d{6}$/.test(yymmdd) || month < 1 || month > 12) return undefined
  const last = lastDayOf(year, month)
  const day = Number(yymmdd.slice(4)) || last
  if (day > last) return undefined
  return `${year}-${yymmdd.slice(2, 4)}-${String(day).padStart(2, '0')}`
}
