import type postgres from 'postgres'
import type { z } from 'zod'
import type { Tx } from '#core/db.ts'
import type { Permission } from '#core/identity/permissions.ts'
import { assert } from '#core/refusal.ts'
import type { ColumnKind, PersonalKind, ReportGroup } from './contract.ts'
import type { FilterShape } from './filters.ts'
import type { RecordKind } from '#core/retention/rules.ts'

/** A row as the declaration's SQL gave it: keys in camelCase, instants as ISO text. */
export type SqlRow = Readonly<Record<string, unknown>>
/** A piece of SQL that is not sent yet. */
export type Sql = postgres.PendingQuery<postgres.Row[]>

/** What the reader asked, with nothing left open. */
export interface ReportQuery<F extends FilterShape = FilterShape> {
  /** Whose books: one's own organisation, or one that an authority reads. */
  readonly org: number
  /** Now. */
  readonly at: string
  readonly filters: z.output<z.ZodObject<F>>
  /** From the filters `from` and `to`: the first instant, and the first one that is too late. This month without them. */
  readonly period: { readonly from: string; readonly to: string }
  /** Only the number of rows and their sums are wanted: a report may join less, or otherwise. */
  readonly sums?: true
}

export interface ReportColumn {
  /** Name in the SQL (snake_case there), in the reply and in the address of the interface. */
  readonly key: string
  readonly title: string
  readonly kind: ColumnKind
  /** Fixed unit of a quantity. */
  readonly unit?: string
  /** Key of the SQL's column that holds the unit of a quantity. */
  readonly unitKey?: string
  /** Chinese for the values of a closed list; another value stays as it is. */
  readonly words?: Readonly<Record<string, string>>
  /** Masked unless somebody with 查看患者完整信息 gave a reason. */
  readonly personal?: PersonalKind
  /** Added up for each sheet and for the whole selection, one sum for each unit. */
  readonly total?: true
  /** Where the figure opens: an address of this program. Absent: the row's. */
  readonly to?: (row: SqlRow, q: ReportQuery) => string | null
  /** Share of the printed width; 1 is usual. */
  readonly width?: number
  /** On screen and in Excel only. The legal columns of a register are never dropped. */
  readonly noPrint?: true
}

export interface PrintLayout {
  readonly paper: 'landscape' | 'portrait'
  /** Lines of one sheet; the rest is crossed out. */
  readonly lines: number
  /** Columns that stand above the table instead, in a register with a card for each drug; a change begins a new sheet. */
  readonly head?: readonly string[]
  /** Column of the running balance: 承前页 is written above the first line. */
  readonly balance?: string
}

export interface Declaration<F extends FilterShape> {
  /** R1 … R25 of the registers, or a name: its address is `/reports/{code}`. */
  readonly code: string
  readonly title: string
  readonly group: ReportGroup
  /** The law or the document that asks for it. */
  readonly basis: string
  readonly permission: Permission
  readonly filters: F
  readonly columns: readonly ReportColumn[]
  /**
   * The total order: keys of the SQL with their PostgreSQL types, the last of them unique, none ever null. Pages
   * are found by it, so that the thousandth costs what the first did.
   */
  readonly order: Readonly<Record<string, OrderType>>
  /** Latest first. */
  readonly newestFirst?: true
  /**
   * One select that names every column of `columns` and `order` (snake_case). Optional columns which every report may
   * give: `link` (where the row opens), `red` (true: 红冲). No `order by`, no `limit`: they are added here.
   */
  readonly rows: (tx: Tx, q: ReportQuery<F>) => Sql
  /**
   * Every row is added up from many before the first can be shown: page and sums then come from one statement, which adds
   * up once. For a report of some hundreds of rows; a list that is walked in its order is better read twice.
   */
  readonly adds?: true
  /** Its way hangs on how much the period holds: it is planned for its values each time, also where no filter is set. */
  readonly afresh?: true
  /** How long each row is kept: the kind of record, the SQL's columns with its day and the lot's expiry. */
  readonly retention?: { readonly record: RecordKind; readonly from: string; readonly expiry?: string }
  readonly print?: PrintLayout
  /** Longest period, where it is not the usual three years: a report that a filter makes short may look back further. */
  readonly mostDays?: (filters: z.output<z.ZodObject<F>>) => number
  /** One sentence under the title: what a figure means. */
  readonly note?: string
}

export type OrderType = 'timestamptz' | 'date' | 'bigint' | 'text'

/** A declaration whose filters nobody outside needs to know. */
export interface Report extends Omit<Declaration<FilterShape>, 'rows' | 'mostDays'> {
  readonly rows: (tx: Tx, q: never) => Sql
  readonly mostDays?: (filters: never) => number
}

/** One report is one value. See docs/reports.md. */
export function report<F extends FilterShape>(d: Declaration<F>): Report {
  assert(/^[A-Za-z][A-Za-z0-9]{1,29}$/.test(d.code), `the code of report ${d.code} is letters and digits`)
  assert(Object.keys(d.order).length > 0, `report ${d.code} has a total order`)
  return d as unknown as Report
}
