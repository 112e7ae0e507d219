import type { Tx } from '#core/db.ts'
import { insideKinds, kinds, type AccountKind, type Kind } from '#core/ledger/kinds.ts'
import type { Sql } from '#core/reports/report.ts'

const leads = (kind: Kind, to: (account: string) => boolean): boolean =>
  kind.flows.some(([item, , destination]) => item === 'intact' && to(destination))

const codesWhere = (is: (kind: Kind) => boolean): string[] =>
  Object.entries<Kind>(kinds)
    .filter(([, kind]) => is(kind))
    .map(([code]) => code)

/** Kinds by what they mean for an account of goods: bought; used (into a hand, a patient, or opened); all others. */
export const kindGroups: Readonly<Record<'purchase' | 'use', readonly string[]>> = {
  purchase: codesWhere((k) => k.flows.some(([item, from]) => item === 'intact' && from === 'supplier')),
  use: codesWhere((k) => !k.evidence && leads(k, (to) => ['custody', 'patient', 'opened'].includes(to))),
}

export const groupWords = { purchase: '购入', use: '领用与使用', other: '其他' } as const
export const wayWords = { in: '进入', out: '离开', only: '只看增减' } as const

const inside = (account: AccountKind) => insideKinds.includes(account)

/** Whether the kind brings unopened units to accounts of this sort, or to the hospital (`border`), or takes them away. */
export function wayOf(kind: Kind, at: AccountKind | 'border'): 'in' | 'out' | undefined {
  for (const [item, from, to] of kind.flows) {
    if (item !== 'intact' || from === 'relabelled' || to === 'relabelled' || from === to) continue
    if (at === 'border' ? inside(to) && !inside(from) : to === at) return 'in'
    if (at === 'border' ? inside(from) && !inside(to) : from === at) return 'out'
  }
  return undefined
}

/**
 * The columns of 进销存 that a kind's net change belongs to. The sums of a day tell kinds apart and not reversals: a
 * reversal lessens the column that it takes back, which is what it should do, because no kind goes both ways.
 */
export const columnOf = (code: string, kind: Kind, at: AccountKind | 'border'): string | undefined => {
  const way = wayOf(kind, at)
  if (way === 'in') return kindGroups.purchase.includes(code) ? 'bought' : 'otherIn'
  if (way === 'out') return kindGroups.use.includes(code) ? 'used' : 'otherOut'
  return undefined
}

type Side = (side: 'source' | 'destination') => Sql

/** in or out, of an entry `e` that crosses the border: a reversal belongs to the way of what it takes back. */
export const waySql = (tx: Tx, here: Side): Sql =>
  tx`case when ${here('destination')} = (m.reverses_id is null) then 'in' else 'out' end`

/** What came in was bought or came otherwise; what went out was used or went otherwise. */
export const groupSql = (tx: Tx, here: Side): Sql => tx`
  case when ${here('destination')} = (m.reverses_id is null)
    then case when m.kind = any (${kindGroups.purchase as string[]}::text[]) then 'purchase' else 'other' end
    else case when m.kind = any (${kindGroups.use as string[]}::text[]) then 'use' else 'other' end end`

/** The entry changes what is held: it crosses the border, and is not a unit that only gets a label of its own. */
export const crossesSql = (tx: Tx, here: Side): Sql =>
  tx`${here('source')} <> ${here('destination')} and source.kind <> 'relabelled' and destination.kind <> 'relabelled'`
