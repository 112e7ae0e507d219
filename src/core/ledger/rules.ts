import { assert } from '#core/refusal.ts'
import { kindOf, type AccountKind, type Item, type KindCode } from './kinds.ts'

/** One line of a movement. `code` is '' for stock that bears none. Quantity: whole units, or content units. */
export interface Line {
  readonly item: Item
  readonly drugId: number
  readonly lotId: number
  readonly code: string
  readonly from: number
  readonly to: number
  readonly quantity: number
}

export interface Account {
  readonly id: number
  readonly kind: AccountKind
  readonly title: string
  readonly inside: boolean
}

export interface Drug {
  readonly id: number
  readonly name: string
  readonly spec: string
  readonly unit: string
  readonly contentUnit: string
  readonly contentPerUnit: number
  readonly container: string | null
}

/**
 * What every movement must satisfy before a row is written: only flows that its kind allows, whole positive
 * quantities, and conversions that conserve strength. A breach is our bug, not the user's, hence asserts.
 */
export function checkMovement(
  kind: KindCode,
  lines: readonly Line[],
  accounts: ReadonlyMap<number, Account>,
  drugs: ReadonlyMap<number, Drug>,
  reversal: boolean,
): void {
  assert(lines.length > 0, 'a movement has lines')
  const flows = kindOf(kind).flows
  for (const line of lines) {
    const [from, to] = [accounts.get(line.from)?.kind, accounts.get(line.to)?.kind]
    assert(from && to, `movement ${kind}: both accounts exist in this organisation`)
    const [a, b] = reversal ? [to, from] : [from, to]
    assert(
      flows.some(([item, f, t]) => item === line.item && f === a && t === b),
      `movement ${kind} may not take ${line.item} from ${from} to ${to}`,
    )
    assert(
      Number.isSafeInteger(line.quantity) && line.quantity > 0,
      `movement ${kind}: quantity ${line.quantity}`,
    )
    assert(line.item !== 'content' || drugs.get(line.drugId)?.contentPerUnit, 'content has a strength')
  }
  checkOpening(lines, accounts, drugs, reversal)
  checkRelabelling(lines, accounts)
}

/** 1 intact into `opened` gives exactly its strength and, where there is one, 1 container: per code, invariant 4 and 5. */
function checkOpening(
  lines: readonly Line[],
  accounts: ReadonlyMap<number, Account>,
  drugs: ReadonlyMap<number, Drug>,
  reversal: boolean,
): void {
  const sums = new Map<string, { drugId: number; intact: number; content: number; container: number }>()
  for (const line of lines) {
    const into = accounts.get(line.to)?.kind === 'opened'
    if (!into && accounts.get(line.from)?.kind !== 'opened') continue
    const key = `${line.lotId}|${line.code}`
    const sum = sums.get(key) ?? { drugId: line.drugId, intact: 0, content: 0, container: 0 }
    sums.set(key, sum)
    const forward = (line.item === 'intact') === into
    assert(forward !== reversal, 'opening is one-way')
    sum[line.item] += line.quantity
  }
  for (const sum of sums.values()) {
    const drug = drugs.get(sum.drugId)
    assert(drug, 'the drug of an opening is known')
    assert(sum.content === sum.intact * drug.contentPerUnit, 'opening conserves strength')
    assert(sum.container === (drug.container ? sum.intact : 0), 'opening leaves one container each')
  }
}

/** 拆零贴码 conserves quantity within a lot: what leaves under one code comes back under others. */
function checkRelabelling(lines: readonly Line[], accounts: ReadonlyMap<number, Account>): void {
  const sums = new Map<number, number>()
  for (const line of lines) {
    const sign =
      accounts.get(line.to)?.kind === 'relabelled'
        ? 1
        : accounts.get(line.from)?.kind === 'relabelled'
          ? -1
          : 0
    if (sign !== 0) sums.set(line.lotId, (sums.get(line.lotId) ?? 0) + sign * line.quantity)
  }
  assert(
    [...sums.values()].every((sum) => sum === 0),
    'relabelling conserves quantity',
  )
}

export interface Delta {
  readonly account: number
  readonly item: Item
  readonly lotId: number
  readonly code: string
  readonly drugId: number
  readonly delta: number
  /** What the row must hold before the first movement, so that it is never negative after any of them. */
  readonly least: number
}

/**
 * Net change per balance row over the movements of an act, in the one global order in which rows are locked: account,
 * item, lot, code. Lines of one movement happen at once; movements happen one after the other.
 */
export function deltasOf(movements: readonly { readonly lines: readonly Line[] }[]): Delta[] {
  const deltas = new Map<string, { -readonly [K in keyof Delta]: Delta[K] }>()
  const add = (account: number, line: Line, quantity: number) => {
    const { item, lotId, code, drugId } = line
    const key = `${account}|${item}|${lotId}|${code}`
    const known = deltas.get(key)
    const found = known ?? { account, item, lotId, code, drugId, delta: 0, least: 0 }
    if (!known) deltas.set(key, found)
    found.delta += quantity
    return found
  }
  for (const { lines } of movements) {
    const touched = lines.flatMap((line) => [
      add(line.from, line, -line.quantity),
      add(line.to, line, line.quantity),
    ])
    for (const row of touched) row.least = Math.max(row.least, -row.delta)
  }
  return [...deltas.values()].filter((d) => d.delta !== 0 || d.least > 0).sort(lockOrder)
}

function lockOrder(a: Delta, b: Delta): number {
  return (
    a.account - b.account ||
    (a.item < b.item ? -1 : a.item > b.item ? 1 : 0) ||
    a.lotId - b.lotId ||
    (a.code < b.code ? -1 : a.code > b.code ? 1 : 0)
  )
}

/** The exact opposite of a movement's lines (红冲). */
export function reverseOf(lines: readonly Line[]): Line[] {
  return lines.map((line) => ({ ...line, from: line.to, to: line.from }))
}
