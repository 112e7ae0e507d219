import type { Method } from './contract.ts'

export interface Bill {
  readonly receiptId: number
  readonly no: string
  readonly supplierId: number
  readonly controlled: boolean
  readonly dueFen: number
  readonly paidFen: number
}

export interface PaidLine {
  readonly receiptId: number
  readonly invoiceNo: string
  readonly amountFen: number
}

export type Fault =
  | { readonly code: 'PAYMENT_TWICE'; readonly at: number }
  | { readonly code: 'PAYMENT_RECEIPT'; readonly at: number; readonly no: string }
  | { readonly code: 'PAYMENT_NOT_BY_TRANSFER'; readonly at: number; readonly no: string }
  | { readonly code: 'PAYMENT_OVER'; readonly at: number; readonly no: string; readonly leftFen: number }

/**
 * 三单匹配: each line pays a signed receipt of this supplier, no more than it still costs, and by bank transfer where a narcotic
 * or psychotropic drug is in it (条例 Art 30). Every fault with its line, from 0; amounts in 分.
 */
export function faultsOf(
  lines: readonly PaidLine[],
  bills: ReadonlyMap<number, Bill>,
  of: { readonly supplierId: number; readonly method: Method },
): Fault[] {
  const faults: Fault[] = []
  const seen = new Set<string>()
  const taken = new Map<number, number>()
  lines.forEach((line, at) => {
    const key = `${line.receiptId}/${line.invoiceNo}`
    if (seen.has(key)) return void faults.push({ code: 'PAYMENT_TWICE', at })
    seen.add(key)
    const bill = bills.get(line.receiptId)
    if (!bill || bill.supplierId !== of.supplierId)
      return void faults.push({ code: 'PAYMENT_RECEIPT', at, no: bill?.no ?? String(line.receiptId) })
    if (bill.controlled && of.method !== 'transfer')
      return void faults.push({ code: 'PAYMENT_NOT_BY_TRANSFER', at, no: bill.no })
    const before = taken.get(line.receiptId) ?? 0
    const leftFen = bill.dueFen - bill.paidFen - before
    if (line.amountFen > leftFen)
      return void faults.push({ code: 'PAYMENT_OVER', at, no: bill.no, leftFen: Math.max(0, leftFen) })
    taken.set(line.receiptId, before + line.amountFen)
  })
  return faults
}

/** Yuan as people write them, as whole 分; undefined: no amount with at most two places. */
export function fenOf(text: string): number | undefined {
  const [, whole, part = ''] = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(text.trim().replaceAll(',', '')) ?? []
  return whole === undefined ? undefined : Number(whole) * 100 + Number(part.padEnd(2, '0'))
}

/** `123450` → `1,234.50`. */
export function yuan(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0')
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',')
  return `${fen < 0 ? '-' : ''}${whole}.${digits.slice(-2)}`
}
