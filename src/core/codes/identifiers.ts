import { checkDigitGs1 } from './gs1.ts'

export { checkDigitGs1 }

export type Identified<T> = ({ readonly ok: true; readonly value: string } & T) | NotIdentified

export interface NotIdentified {
  readonly ok: false
  /** What is needed, in Chinese; fits the `need` of CELL_INVALID. */
  readonly need: string
}

const not = (need: string): NotIdentified => ({ ok: false, need })

/** 国家药品标准编码 (本位码): 86, 9 for drugs, 5 enterprise, 5 product, GS1 mod-10 over the first thirteen. */
export function standardCode(text: string): Identified<{ enterprise: string; product: string }> {
  const value = text.trim()
  if (!/^\d{14}$/.test(value)) return not('本位码应为 14 位数字')
  if (!value.startsWith('869')) return not('本位码应以 869 开头')
  if (checkDigitGs1(value.slice(0, 13)) !== Number(value[13])) return not('本位码校验位不对')
  return { ok: true, value, enterprise: value.slice(3, 8), product: value.slice(8, 13) }
}

const insuranceForms = {
  X: { length: 23, title: '西药', regular: /^X[A-Z]\d{2}[A-Z]{2}[A-Z]\d{3}[A-Z]\d{3}\d{9}$/ },
  Z: { length: 20, title: '中成药', regular: /^Z[A-Z]\d{2}[A-Z]{2}[A-Z]\d{13}$/ },
  T: { length: 20, title: '中药饮片', regular: /^T[A-Z\d]{19}$/ },
} as const

/**
 * 国家医保药品代码: X 西药 23, Z 中成药 20, T 饮片和配方颗粒 20 characters. There is no check digit, and a class with
 * fewer levels breaks the usual pattern: `regular` false is a warning, not an error.
 */
export function insuranceDrugCode(text: string): Identified<{ kind: 'X' | 'Z' | 'T'; regular: boolean }> {
  const value = text.trim().toUpperCase()
  const kind = value.charAt(0)
  if (kind !== 'X' && kind !== 'Z' && kind !== 'T') return not('医保药品代码应以 X、Z 或 T 开头')
  const form = insuranceForms[kind]
  if (value.length !== form.length) return not(`${form.title}医保代码应为 ${form.length} 位`)
  if (!/^[A-Z\d]+$/.test(value)) return not('医保药品代码只能是字母和数字')
  return { ok: true, value, kind, regular: form.regular.test(value) }
}

export type ApprovalKind = 'DOMESTIC' | 'IMPORT' | 'HOSPITAL'

// 药品注册管理办法 (2020) art. 123 for 准字 with 4-digit year; older numbers keep their two-digit source and year.
const approvalForms: readonly (readonly [ApprovalKind, RegExp])[] = [
  ['IMPORT', /^国药准字([HZS])[JC]\d{8}$/],
  ['DOMESTIC', /^国药准字([HZSJBTF])\d{8}$/],
  ['IMPORT', /^(?:进口药品注册证号|医药产品注册证号)?([HZS])C?\d{8}$/],
  ['HOSPITAL', /^[\u4e00-\u9fff]药制(?:字|备字)([HZS])\d{8,12}$/],
]

/** 批准文号. `letter`: H 化学药, Z 中药, S 生物制品, J 进口分装, B 保健, T 体外诊断, F 辅料. */
export function approvalNumber(text: string): Identified<{ kind: ApprovalKind; letter: string }> {
  const value = text.replace(/\s/g, '').toUpperCase()
  for (const [kind, form] of approvalForms) {
    const letter = form.exec(value)?.[1]
    if (letter) return { ok: true, value, kind, letter }
  }
  return not('批准文号应像“国药准字H20203650”：国药准字、字母、8 位数字')
}

/**
 * 商品条码: EAN-13 of China (690 to 699), also written as GTIN-14 with a zero in front. `value` has 13 digits.
 */
export function productBarcode(text: string): Identified<{ gtin: string }> {
  const digits = text.trim()
  if (!/^(?:\d{13}|0\d{13})$/.test(digits)) return not('商品条码应为 13 位数字')
  const value = digits.slice(-13)
  if (!value.startsWith('69')) return not('商品条码应以 69 开头')
  if (checkDigitGs1(value.slice(0, 12)) !== Number(value[12])) return not('商品条码校验位不对')
  return { ok: true, value, gtin: `0${value}` }
}
