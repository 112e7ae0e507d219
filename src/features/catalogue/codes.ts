import {
  approvalNumber,
  checkDigitGs1,
  insuranceDrugCode,
  productBarcode,
  standardCode,
} from '#core/codes/identifiers.ts'
import { Refusal } from '#core/refusal.ts'
import type { Identifier, Warning } from './contract.ts'

export interface DrugCodes {
  readonly approvalNo?: string | undefined
  readonly standardCode?: string | undefined
  readonly insuranceCode?: string | undefined
  readonly barcode69?: string | undefined
  readonly identifiers: readonly Identifier[]
}

const checks = { approvalNo: approvalNumber, standardCode, barcode69: productBarcode } as const

/**
 * The codes as they are kept (no blanks, upper case, 13 digits). Refuses: INPUT_INVALID with each field that is
 * wrong. 医保 codes have no check digit and irregular ones exist, so they are kept as they come; see `warningsOf`.
 */
export function tidyCodes<C extends DrugCodes>(codes: C): C {
  const wrong: { field: string; message: string }[] = []
  const tidy: Record<string, string | undefined> = {
    insuranceCode: codes.insuranceCode?.trim().toUpperCase(),
  }
  for (const [field, check] of Object.entries(checks)) {
    const given = codes[field as keyof typeof checks]
    if (!given) continue
    const read = check(given)
    if (read.ok) tidy[field] = read.value
    else wrong.push({ field, message: read.need })
  }
  codes.identifiers.forEach(({ key }, i) => {
    if (!isProductKey(key)) {
      wrong.push({
        field: `identifiers.${i}.key`,
        message: '应为 8 开头的 7 位药品标识码，或校验位正确的 14 位 GTIN',
      })
    }
  })
  if (wrong.length > 0) {
    const faults = wrong.map(({ field, message }) => ({
      code: 'INPUT_INVALID' as const,
      field,
      facts: { message },
    }))
    throw new Refusal('INPUT_INVALID', {}, faults)
  }
  return { ...codes, ...tidy }
}

/** The product part of a trace code: 7 digits of 码上放心 (NMPAB/T 1002-2019), or a GTIN-14 with its check digit. */
export function isProductKey(key: string): boolean {
  if (/^8\d{6}$/.test(key)) return true
  return /^\d{14}$/.test(key) && checkDigitGs1(key.slice(0, 13)) === Number(key[13])
}

/** What looks wrong but may be right. */
export function warningsOf(codes: { readonly insuranceCode?: string | null | undefined }): Warning[] {
  if (!codes.insuranceCode) return []
  const read = insuranceDrugCode(codes.insuranceCode)
  if (!read.ok) return [{ field: 'insuranceCode', text: `${read.need}，请核对` }]
  return read.regular ? [] : [{ field: 'insuranceCode', text: '医保药品代码的排列与通常不同，请核对' }]
}
