import type { DrugName } from '#core/contract.ts'
import { refusalText, type Facts, type RefusalCode } from '#core/refusal.ts'
import type { ImportCounts, ImportFault, ImportRow } from './importContract.ts'
import {
  amountOf,
  columnTitle,
  dayOfCell,
  drugOf,
  findersOf,
  supplierOf,
  type Column,
  type Finders,
  type KnownDrug,
  type KnownSupplier,
  type RawRow,
  type Say,
} from './cells.ts'
import { maxLines } from './contract.ts'
import { gateFaults, type Gate, type GateFault, type Spent } from './gateRules.ts'

/** What the rows are judged against. */
export interface Known {
  readonly suppliers: readonly KnownSupplier[]
  readonly drugs: readonly KnownDrug[]
  /** 采购单号 that were recorded before. */
  readonly taken: ReadonlySet<string>
  /** YYYY-MM-DD, in China. */
  readonly today: string
}

/** With the facts behind its sentence, for the refusal of an import. */
export interface JudgedFault extends ImportFault {
  readonly code: RefusalCode
  readonly facts: Facts
}

export interface Judged extends ImportRow {
  readonly faults: JudgedFault[]
  readonly supplierId: number | null
  readonly invoiceCode: string | null
  readonly invoiceNo: string | null
}

/** Judges every row alone, then together with the other rows of its order: an order goes in whole or not at all. */
export function judge(rows: readonly RawRow[], known: Known): { rows: Judged[]; counts: ImportCounts } {
  return settle(judgeRows(rows, known))
}

export function judgeRows(rows: readonly RawRow[], known: Known): Judged[] {
  const finder = findersOf(known)
  const judged = rows.map((row) => judgeRow(row, known, finder))
  for (const order of ordersIn(judged)) agree(order)
  return judged
}

const ordersIn = (rows: readonly Judged[]) => [...Map.groupBy(rows, (row) => row.externalNo).values()]

const columnOf: Readonly<Record<GateFault['about'], Column>> = {
  supplier: 'supplier',
  drug: 'drugCode',
  units: 'quantity',
  orderedOn: 'orderedOn',
}

/**
 * 印鉴卡, 采购人员, supplier and 购用计划, order by order as they stand in the file: what one order takes from the year's
 * quantity is gone for the next. Orders with another fault do not go in, so they take nothing.
 */
export function gateRows(rows: readonly Judged[], gate: Gate): void {
  const spent: Spent = new Map()
  for (const order of ordersIn(rows)) {
    const [first] = order
    if (!first?.supplierId || !first.orderedOn || order.some((row) => row.faults.length > 0)) continue
    const lines = order.map((row) => ({ drugId: row.drug?.drugId ?? 0, units: row.units ?? 0 }))
    const { supplierId, orderedOn } = first
    for (const { line, about, code, facts } of gateFaults(gate, { supplierId, orderedOn, lines }, spent)) {
      const row = order[line]
      row?.faults.push(fault(row.row, columnOf[about], code, '', facts))
    }
  }
}

/** good, held or bad, row by row, when all faults are known. */
export function settle(judged: readonly Judged[]): { rows: Judged[]; counts: ImportCounts } {
  const orders = ordersIn(judged)
  const bad = new Set(judged.filter((row) => row.faults.length > 0).map((row) => row.externalNo))
  const done = judged.map((row): Judged => {
    return { ...row, state: row.faults.length > 0 ? 'bad' : bad.has(row.externalNo) ? 'held' : 'good' }
  })
  const count = (state: ImportRow['state']) => done.filter((row) => row.state === state).length
  const goodOrders = orders.length - orders.filter((o) => bad.has(o[0]?.externalNo ?? '')).length
  const counts = {
    good: count('good'),
    held: count('held'),
    bad: count('bad'),
    orders: orders.length,
    goodOrders,
  }
  return { rows: done, counts: { rows: done.length, ...counts } }
}

function fault(
  row: number,
  column: Column,
  code: RefusalCode,
  value: string,
  given: Facts = {},
): JudgedFault {
  const facts = { row, column: columnTitle[column], value, ...given }
  return { row, column: columnTitle[column], code, text: refusalText(code, facts), facts }
}

function judgeRow({ row, cells }: RawRow, known: Known, find: Finders): Judged {
  const faults: JudgedFault[] = []
  const say: Say = (column, code, facts) => {
    faults.push(fault(row, column, code, cells[column], facts))
  }
  const externalNo = cells.externalNo
  if (externalNo === '') say('externalNo', 'CELL_REQUIRED')
  else if (externalNo.length > 60) say('externalNo', 'CELL_INVALID', { need: '最多 60 个字' })
  else if (known.taken.has(externalNo)) say('externalNo', 'ALREADY_EXISTS', { what: `第 ${row} 行采购单` })
  const supplier = supplierOf(cells, find, say)
  const drug = drugOf(cells, find, say)
  const amount = amountOf(cells, drug, say)
  for (const column of ['invoiceCode', 'invoiceNo'] as const) {
    if (cells[column].length > 40) say(column, 'CELL_INVALID', { need: '最多 40 个字' })
  }
  return {
    row,
    state: 'good',
    externalNo,
    supplier: supplier?.name ?? (cells.supplier || cells.supplierCode),
    supplierId: supplier?.supplierId ?? null,
    drug: drug ? nameOf(drug) : null,
    given: [cells.drugCode, cells.drugName, cells.spec].filter(Boolean).join(' '),
    quantity: `${cells.quantity} ${cells.unit}`.trim(),
    ...amount,
    orderedOn: dayOfCell(cells.orderedOn, known.today, say),
    invoiceCode: cells.invoiceCode || null,
    invoiceNo: cells.invoiceNo || null,
    faults,
  }
}

const nameOf = ({ drugId, name, spec, unit, drugClass }: KnownDrug): DrugName => ({
  drugId,
  name,
  spec,
  unit,
  drugClass,
})

/** The rows of one order name one supplier and one day. */
function agree(order: readonly Judged[]): void {
  const [first] = order
  if (!first || first.externalNo === '') return
  for (const row of order.slice(1)) {
    if (row.supplierId !== first.supplierId && row.supplierId !== null && first.supplierId !== null) {
      row.faults.push(
        fault(row.row, 'supplier', 'CELL_INVALID', row.supplier, {
          need: `同一采购单第 ${first.row} 行是${first.supplier}`,
        }),
      )
    }
    if (row.orderedOn !== first.orderedOn && row.orderedOn !== null && first.orderedOn !== null) {
      const need = `同一采购单第 ${first.row} 行是 ${first.orderedOn}`
      row.faults.push(fault(row.row, 'orderedOn', 'CELL_INVALID', row.orderedOn, { need }))
    }
  }
  const over = order[maxLines]
  if (over)
    over.faults.push(
      fault(over.row, 'externalNo', 'CELL_INVALID', over.externalNo, {
        need: `一张采购单最多 ${maxLines} 行`,
      }),
    )
}
