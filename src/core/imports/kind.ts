import type { Actor } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import type { ColumnRule } from './rules.ts'

/** Notes a fault of the row in hand. Gives nothing, so that it can stand where a value should have been. */
export type Say<K extends string> = (column: K, need: string) => undefined

/** What a cell was read as: undefined where it is empty, wrong (then it is a fault) or its column is not there. */
export type Read<K extends string> = Readonly<Partial<Record<K, string | number>>>

/** A row as it is compared and written: a flat record, columns by their keys; anything else is carried along. */
export type Value = Readonly<Record<string, unknown>>

export interface Existing<V extends Value> {
  readonly id: number
  readonly value: V
}

/**
 * One thing that can be imported. A feature declares its columns and these few functions; files, checking, mending,
 * batches, consent and withdrawal are the same for all.
 */
export interface ImportKind<K extends string, V extends Value, Known> {
  /** As in core.import_job: drugs. */
  readonly kind: string
  /** 药品 */
  readonly what: string
  readonly columns: readonly ColumnRule<K>[]
  /** Names the row: what exists under it would be updated. Compared without blanks, case and full-width forms. */
  readonly identity: readonly K[]
  /** What the row is about, for the list of faults. */
  label(cells: Readonly<Record<K, string>>): string
  /** Everything that the rows can point to, in a few statements however many rows there are. */
  known(tx: Tx, actor: Actor, rows: readonly Read<K>[]): Promise<Known>
  existing(known: Known, read: Read<K>): Existing<V> | undefined
  /** The whole row as it would stand afterwards; undefined where that cannot be said because of faults. */
  complete(row: {
    readonly read: Read<K>
    readonly before: V | undefined
    readonly known: Known
    readonly say: Say<K>
  }): V | undefined
  /** Other values that may stand in one row of the file only: a trace code's product part, a name. */
  alone?(value: V): readonly { readonly column: K; readonly text: string }[]
  /** Numbers of the made rows, in the order given. */
  insert(tx: Tx, actor: Actor, values: readonly V[]): Promise<number[]>
  update(tx: Tx, actor: Actor, values: readonly Existing<V>[]): Promise<void>
  /** The rows as they stand now, to see whether somebody changed them since. */
  current(tx: Tx, actor: Actor, ids: readonly number[]): Promise<ReadonlyMap<number, V>>
  /** Takes the rows away. A broken foreign key means that something uses them. */
  remove(tx: Tx, actor: Actor, ids: readonly number[]): Promise<void>
}
