import { Refusal } from '#core/refusal.ts'
import { filingHours, loanDirectionTitle, type LoanDirection } from './contract.ts'

export const filingDueAt = (at: string): string =>
  new Date(Date.parse(at) + filingHours * 3_600_000).toISOString()

/** Refuses BORROW_DIRECTION where a loan is given back by the door of the other kind. */
export function checkDirection(of: { no: string; direction: LoanDirection }, wanted: LoanDirection): void {
  if (of.direction !== wanted)
    throw new Refusal('BORROW_DIRECTION', { no: of.no, direction: loanDirectionTitle[of.direction] })
}

interface Owed {
  readonly drugId: number
  readonly drug: string
  readonly units: number
}

/** In kind and no more than is owed, drug by drug. Returns what is then still owed. Refuses: BORROW_OVER. */
export function checkOwed(owed: readonly Owed[], back: ReadonlyMap<number, number>): number {
  for (const [drugId, units] of back) {
    const row = owed.find((o) => o.drugId === drugId)
    if (units > (row?.units ?? 0))
      throw new Refusal('BORROW_OVER', { drug: row?.drug ?? '这个品种', owed: row?.units ?? 0, want: units })
  }
  return owed.reduce((n, o) => n + o.units - (back.get(o.drugId) ?? 0), 0)
}

export const unitsByDrug = (
  lines: readonly { readonly drugId: number; readonly quantity: number }[],
): ReadonlyMap<number, number> => {
  const sums = new Map<number, number>()
  for (const l of lines) sums.set(l.drugId, (sums.get(l.drugId) ?? 0) + l.quantity)
  return sums
}
