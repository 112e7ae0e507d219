import { Refusal } from '#core/refusal.ts'
import { isDigitalLink, parseDigitalLink } from './digitalLink.ts'
import { checkDigitGs1, GS, gs1Date, parseElementString, readable, ruleAt, type Gs1Element } from './gs1.ts'
import { parseMa } from './ma.ts'

export type CodeKind = 'MSFX' | 'GS1' | 'MA' | 'UNIT' | 'ENTERPRISE'

export interface TraceCode {
  readonly raw: string
  readonly kind: CodeKind
  /** The key under which the code is kept; unique only together with `kind`. */
  readonly normalised: string
  /** 7-digit 药品标识码, GTIN-14 or MA product identifier. */
  readonly productKey?: string
  readonly gtin?: string
  readonly serial?: string
  readonly lot?: string
  /** YYYY-MM-DD. */
  readonly expiry?: string
  /** YYYY-MM-DD. */
  readonly made?: string
  /** UNIT: normalised code of its box. */
  readonly parent?: string
  /** Last four digits of a 码上放心 code are a secret check: only the platform can verify them. */
  readonly check: 'VERIFIED' | 'UNVERIFIED'
}

export interface ClassifyOptions {
  /** What this scanner sends instead of GS. */
  readonly gsSubstitutes?: readonly string[]
}

// None of these characters is in GS1 character set 82, so they cannot be part of a value.
const commonSubstitutes = ['{GS}', '^]', '~', '␝', '\\x1d', '\\u001d']
const unitPrefix = 'UNIT.'

/**
 * Says what a scan is, in the order of the code systems of NMPAB/T 1002-2019: 20 digits beginning with 8,
 * then ISO/IEC 15459 codes (GS1, MA), then a manufacturer's own. Throws a CODE_ refusal.
 */
export function classify(raw: string, options: ClassifyOptions = {}): TraceCode {
  const { text, aimIsGs1 } = clean(raw)
  if (text === '') throw new Refusal('CODE_EMPTY')
  if (text.length > 1000) throw new Refusal('CODE_TOO_LONG')
  if (/^8\d{19}$/.test(text)) return msfx(text, raw)
  const unit = /^(8\d{19}|UNIT\..+)-(\d{2,3})$/.exec(text)
  if (unit) return unitOf(unit[1] ?? '', Number(unit[2]), text, raw)
  if (isDigitalLink(text)) return gs1(parseDigitalLink(text), text, raw)
  const separated = substituted(text, options.gsSubstitutes ?? commonSubstitutes)
  if (aimIsGs1 || looksLikeGs1(separated)) return gs1(parseElementString(separated), separated, raw)
  if (text.startsWith('MA.156.')) return ma(text, raw)
  if (isProductBarcode(text)) throw new Refusal('CODE_IS_PRODUCT_BARCODE', { code: text })
  return enterprise(text, raw)
}

/** The hospital's own label of one ampoule: `{box}-03`, two digits, three from 100 on. `unitNo` from 1. */
export function unitCode(box: string, unitNo: number): string {
  if (!Number.isInteger(unitNo) || unitNo < 1 || unitNo > 999) {
    throw new Refusal('CODE_UNIT_INVALID', { code: `${box}-${unitNo}` })
  }
  // A hyphen may belong to a GS1 serial; without a mark in front the label would scan as another box.
  const mark = /^8\d{19}$/.test(box) || box.startsWith(unitPrefix) ? '' : unitPrefix
  return `${mark}${box}-${String(unitNo).padStart(2, '0')}`
}

function clean(raw: string): { text: string; aimIsGs1: boolean } {
  let text = raw.replace(/[\uFEFF\u200B]/g, '').trim()
  // A Chinese input method turns scans into full-width characters.
  text = text.replace(/[\uFF01-\uFF5E]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
  const aim = /^\][A-Za-z]\d/.exec(text)?.[0]
  if (aim) text = text.slice(3)
  if (/^(?:[\d\s]+|\(\d{2,4}\).*)$/.test(text)) text = text.replace(/\s/g, '')
  return { text, aimIsGs1: aim !== undefined && [']C1', ']d2', ']Q3', ']e0'].includes(aim) }
}

function substituted(text: string, substitutes: readonly string[]): string {
  return substitutes.reduce((t, s) => (s === '' ? t : t.replaceAll(s, GS)), text)
}

function looksLikeGs1(text: string): boolean {
  if (/^\(\d{2,4}\)/.test(text)) return true
  if (text.includes(GS)) return ruleAt(text.slice(text.startsWith(GS) ? 1 : 0).slice(0, 4)) !== undefined
  const gtin = /^01(\d{14})/.exec(text)?.[1]
  if (gtin === undefined) return false
  // With the usual element behind it a wrong check digit is a misread, not a manufacturer's own code.
  return hasCheckDigit(gtin) || /^01\d{14}(?:1[013567]|21)/.test(text)
}

function hasCheckDigit(digits: string): boolean {
  return checkDigitGs1(digits.slice(0, -1)) === Number(digits.at(-1))
}

/** 69-codes are the shop's article number; with 1 to 8 in front, that of a case. */
function isProductBarcode(text: string): boolean {
  return /^0?69\d{11}$/.test(text) || (/^[1-8]69\d{11}$/.test(text) && hasCheckDigit(text))
}

function msfx(text: string, raw: string): TraceCode {
  const [productKey, serial] = [text.slice(0, 7), text.slice(7, 16)]
  return { raw, kind: 'MSFX', normalised: text, productKey, serial, check: 'UNVERIFIED' }
}

function unitOf(box: string, unitNo: number, text: string, raw: string): TraceCode {
  if (unitNo < 1) throw new Refusal('CODE_UNIT_INVALID', { code: text })
  const parent = classify(box.startsWith(unitPrefix) ? box.slice(unitPrefix.length) : box)
  // Two spellings (-03, -003) of one label must be one key.
  return {
    ...parent,
    raw,
    kind: 'UNIT',
    normalised: unitCode(parent.normalised, unitNo),
    parent: parent.normalised,
  }
}

function gs1(elements: readonly Gs1Element[], text: string, raw: string): TraceCode {
  const of = (ai: string) => elements.find((e) => e.ai === ai)?.value
  const [gtin, serial, expiry, made] = [of('01'), of('21'), of('17'), of('11')]
  if (!gtin) throw new Refusal('CODE_GS1_INVALID', { code: readable(text), detail: '没有 GTIN' })
  if (!serial) throw new Refusal('CODE_GS1_NO_SERIAL', { code: readable(text) })
  return {
    raw,
    kind: 'GS1',
    normalised: `01${gtin}21${serial}`,
    productKey: gtin,
    gtin,
    serial,
    lot: of('10'),
    expiry: expiry && gs1Date(expiry),
    made: made && gs1Date(made),
    check: 'VERIFIED',
  }
}

function ma(text: string, raw: string): TraceCode {
  const { di, serial, lot, made, expiry } = parseMa(printable(text))
  if (!serial) throw new Refusal('CODE_GS1_NO_SERIAL', { code: text })
  const normalised = `${di}.S${serial}`
  return { raw, kind: 'MA', normalised, productKey: di, serial, lot, made, expiry, check: 'UNVERIFIED' }
}

function enterprise(text: string, raw: string): TraceCode {
  return { raw, kind: 'ENTERPRISE', normalised: printable(text), check: 'UNVERIFIED' }
}

/** GB/T 1988 printable characters, at most the 100 that national medical insurance keeps of a code. */
function printable(text: string): string {
  if (!/^[\x20-\x7e]+$/.test(text)) throw new Refusal('CODE_NOT_PRINTABLE')
  if (text.length > 100) throw new Refusal('CODE_TOO_LONG')
  return text
}
