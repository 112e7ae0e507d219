import type { Permission } from '#core/identity/permissions.ts'

export type Item = 'intact' | 'content' | 'container'
export type AccountKind =
  | 'location'
  | 'transit'
  | 'custody'
  | 'quarantine'
  | 'returned'
  | 'empties'
  | 'sample'
  | 'supplier'
  | 'patient'
  | 'opened'
  | 'relabelled'
  | 'disposed'
  | 'destroyed'
  | 'adjustment'
  | 'lost'
  | 'borrowed'

export const insideKinds: readonly AccountKind[] = [
  'location',
  'transit',
  'custody',
  'quarantine',
  'returned',
  'empties',
  'sample',
]

/** One permitted direction of a movement's lines: item, from one kind of account, to another. */
export type Flow = readonly [item: Item, from: AccountKind, to: AccountKind]

/** The act's codes in the outside world (interfaces §1.6, §2.3, §5.4, §7.2, §1.5). null: it has none. */
interface Outside {
  /** 医保 3502 inv_chg_type */
  readonly invChgType: string | null
  /** 码上放心 uploadinoutbill bill_type */
  readonly billType: string | null
  /** EPCIS bizStep / disposition */
  readonly epcis: readonly [bizStep: string, disposition: string] | null
  /** ZPM-1 of cabinets */
  readonly zpm: string | null
  /** Event@Name of the 出入库 XML */
  readonly warehouseEvent: string | null
}

export interface Kind {
  readonly title: string
  readonly permission: Permission
  /** Whose right takes it back, where that is not a correction but an act of its own: what was lost is found. */
  readonly takenBackBy?: Permission
  readonly flows: readonly Flow[]
  /** 双人: regulations §2.2 */
  readonly witness?: true
  /** Photographs that must be bound to it, in order. */
  readonly evidence?: readonly string[]
  readonly patient?: true
  /** Register of regulations §3 in which it appears. */
  readonly register: string
  readonly outside: Outside
}

export const none: Outside = {
  invChgType: null,
  billType: null,
  epcis: null,
  zpm: null,
  warehouseEvent: null,
}
export const split: readonly Flow[] = [
  ['intact', 'location', 'relabelled'],
  ['intact', 'relabelled', 'location'],
]
