import type { DrugName } from '#core/contract.ts'
import { refusalText, type Facts, type RefusalCode } from '#core/refusal.ts'
import type { ImportCounts, ImportFault, ImportRow } from './importContract.ts'
import { pricePerUnit } from './money.ts'
import { maxLines } from './contract.ts'

export const columnTitle = {
  externalNo: '采购单号',
  supplierCode: '供应商编码',
  supplier: '供应商',
  drugCode: '药品编码',
  drugName: '药品名称',
  spec: '规格',
  quantity: '数量',
  unit: '单位',
  price: '单价',
  invoiceCode: '发票代码',
  invoiceNo: '发票号',
  orderedOn: '下单日期',
} as const
export type Column = keyof typeof columnTitle

export interface RawRow {
  readonly row: number
  readonly cells: Readonly<Record<Column, string>>
}

export interface KnownSupplier {
  readonly supplierId: number
  readonly code: string
  readonly name: string
  readonly stopped: boolean
}

export interface KnownDrug extends DrugName {
  readonly code: string
  readonly packUnit: string
  readonly packUnits: number
  readonly stopped: boolean
}

/** What the rows are judged against. */
export interface Known {
  readonly suppliers: readonly KnownSupplier[]
  readonly drugs: readonly KnownDrug[]
  /** 采购单号 that were recorded before. */
  readonly taken: ReadonlySet<string>
  /** YYYY-MM-DD, in China. */
  readonly today: string
}

export interface Judged extends ImportRow {
  readonly supplierId: number | null
  readonly invoiceCode: string | null
  readonly invoiceNo: string | null
}

type Say = (column: Column, code: RefusalCode, facts?: Facts) => undefined

/** Judges every row alone, then together with the other rows of its order: an order goes in whole or not at all. */
export function judge(rows: readonly RawRow[], known: Known): { rows: Judged[]; counts: ImportCounts } {
  const finder = findersOf(known)
  const judged = rows.map((row) => judgeRow(row, known, finder))
  const orders = [...Map.groupBy(judged, (row) => row.externalNo).values()]
  for (const order of orders) agree(order)
  const bad = new Set(judged.filter((row) => row.faults.length > 0).map((row) => row.externalNo))
  const done = judged.map((row): Judged => {
    return { ...row, state: row.faults.length > 0 ? 'bad' : bad.has(row.externalNo) ? 'held' : 'good' }
  })
  const count = (state: ImportRow['state']) => done.filter((row) => row.state === state).length
  const goodOrders = orders.length - orders.filter((o) => bad.has(o[0]?.externalNo ?? '')).length
  const counts = { good: count('good'), held: count('held'), bad: count('bad'), orders: orders.length, goodOrders }
  return { rows: done, counts: { rows: done.length, ...counts } }
}

function fault(row: number, column: Column, code: RefusalCode, value: string, facts: Facts = {}): ImportFault {
  const title = columnTitle[column]
  return { row, column: title, code, text: refusalText(code, { row, column: title, value, ...facts }) }
}

type Finders = ReturnType<typeof findersOf>

function findersOf(known: Known) {
  const by = <T>(list: readonly T[], key: (t: T) => string) => Map.groupBy(list, (t) => loose(key(t)))
  return {
    supplierCode: by(known.suppliers, (s) => s.code),
    supplierName: by(known.suppliers, (s) => s.name),
    drugCode: by(known.drugs, (d) => d.code),
    drugName: by(known.drugs, (d) => d.name),
  }
}

function judgeRow({ row, cells }: RawRow, known: Known, find: Finders): Judged {
  const faults: ImportFault[] = []
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

const nameOf = ({ drugId, name, spec, unit, drugClass }: KnownDrug): DrugName => ({ drugId, name, spec, unit, drugClass })

/** A 供应商 column holds a name in one system and a code in another; both are accepted, both must agree. */
function supplierOf(cells: RawRow['cells'], find: Finders, say: Say): KnownSupplier | undefined {
  const { supplier: given, supplierCode: code } = cells
  if (given === '' && code === '') return say('supplier', 'CELL_REQUIRED')
  const byCode = code === '' ? undefined : find.supplierCode.get(loose(code))?.[0]
  if (code !== '' && !byCode) return say('supplierCode', 'CELL_UNKNOWN')
  const byName = find.supplierName.get(loose(given))?.[0] ?? find.supplierCode.get(loose(given))?.[0]
  if (given !== '' && !byName) return say('supplier', 'CELL_UNKNOWN')
  if (byCode && byName && byCode !== byName) return say('supplier', 'CELL_INVALID', { need: `编码 ${code} 是${byCode.name}` })
  const found = byCode ?? byName
  if (found?.stopped) return say(byCode ? 'supplierCode' : 'supplier', 'CELL_INVALID', { need: '这家已停用，请先恢复' })
  return found
}

/** By code; without one by name and strength, which must point to one drug only. */
function drugOf(cells: RawRow['cells'], find: Finders, say: Say): KnownDrug | undefined {
  const { drugCode, drugName, spec } = cells
  if (drugCode === '' && drugName === '') return say('drugCode', 'CELL_REQUIRED')
  const column = drugCode === '' ? 'drugName' : 'drugCode'
  const found = drugCode === '' ? find.drugName.get(loose(drugName)) : find.drugCode.get(loose(drugCode))
  const candidates = column === 'drugName' && spec !== '' ? found?.filter((d) => sameSpec(spec, d.spec)) : found
  const [drug, other] = candidates ?? []
  if (!drug) return say(found ? 'spec' : column, 'CELL_UNKNOWN')
  if (other) return say('drugName', 'CELL_INVALID', { need: '本院有几个规格，请填写药品编码' })
  // The wrong strength of a narcotic is the costly mistake: name and strength must fit the code.
  if (drugName !== '' && loose(drugName) !== loose(drug.name)) {
    return say('drugName', 'CELL_INVALID', { need: `编码 ${drug.code} 是${drug.name}` })
  }
  if (spec !== '' && !sameSpec(spec, drug.spec)) return say('spec', 'CELL_INVALID', { need: `编码 ${drug.code} 的规格是 ${drug.spec}` })
  if (drug.stopped) return say(column, 'CELL_INVALID', { need: '本院已停购，请先恢复采购' })
  return drug
}

/** Units and price of one unit: a row counts in 支 or in 盒, and its price is for what it counts in. */
function amountOf(cells: RawRow['cells'], drug: KnownDrug | undefined, say: Say): { units: number | null; price: string | null } {
  const factor = drug && factorOf(cells.unit, drug, say)
  const text = cells.quantity.replaceAll(',', '')
  const count = /^\d{1,7}(?:\.0+)?$/.test(text) ? Number(text) : 0
  if (cells.quantity === '') say('quantity', 'CELL_REQUIRED')
  else if (count === 0) say('quantity', 'CELL_INVALID', { need: '应为大于 0 的整数' })
  else if (factor && count * factor > 1_000_000) say('quantity', 'CELL_INVALID', { need: '一行最多 1,000,000 个最小单位' })
  const price = pricePerUnit(cells.price, factor ?? 1)
  if (cells.price === '') say('price', 'CELL_REQUIRED')
  else if (price === undefined) say('price', 'CELL_INVALID', { need: '应为金额，最多 6 位小数' })
  return { units: factor && count > 0 ? count * factor : null, price: factor && price !== undefined ? price : null }
}

function factorOf(unit: string, drug: KnownDrug, say: Say): number | undefined {
  if (unit === '') return say('unit', 'CELL_REQUIRED')
  if (loose(unit) === loose(drug.unit)) return 1
  if (loose(unit) === loose(drug.packUnit)) return drug.packUnits
  return say('unit', 'CELL_INVALID', { need: `应为${drug.unit}或${drug.packUnit}（每${drug.packUnit} ${drug.packUnits} ${drug.unit}）` })
}

/** `2026-11-23`, `2026/11/3`, `20261123`, `2026年11月3日`, with or without a time behind it. */
function dayOfCell(text: string, today: string, say: Say): string | null {
  if (text === '') return say('orderedOn', 'CELL_REQUIRED') ?? null
  const [, y = '', m = '', d = ''] =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})(?:日)?(?:[ T].*)?$/.exec(text) ?? /^(\d{4})(\d\d)(\d\d)$/.exec(text) ?? []
  const day = `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`
  const real = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(real.getTime()) || real.toISOString().slice(0, 10) !== day) {
    return say('orderedOn', 'CELL_INVALID', { need: '应为日期，如 2026-11-23' }) ?? null
  }
  if (day > today) return say('orderedOn', 'CELL_INVALID', { need: '不能晚于今天' }) ?? null
  return day
}

/** The rows of one order name one supplier and one day. */
function agree(order: readonly Judged[]): void {
  const [first] = order
  if (!first || first.externalNo === '') return
  for (const row of order.slice(1)) {
    if (row.supplierId !== first.supplierId && row.supplierId !== null && first.supplierId !== null) {
      row.faults.push(fault(row.row, 'supplier', 'CELL_INVALID', row.supplier, { need: `同一采购单第 ${first.row} 行是${first.supplier}` }))
    }
    if (row.orderedOn !== first.orderedOn && row.orderedOn !== null && first.orderedOn !== null) {
      const need = `同一采购单第 ${first.row} 行是 ${first.orderedOn}`
      row.faults.push(fault(row.row, 'orderedOn', 'CELL_INVALID', row.orderedOn, { need }))
    }
  }
  const over = order[maxLines]
  if (over) over.faults.push(fault(over.row, 'externalNo', 'CELL_INVALID', over.externalNo, { need: `一张采购单最多 ${maxLines} 行` }))
}

/** Names compare without blanks, case and full-width forms. */
function loose(text: string): string {
  return text.normalize('NFKC').replace(/\s/g, '').toLowerCase()
}

/** `1ml:50ug*10支/盒` is `1ml:50μg`: µ in all its ways of writing, and a pack size behind the strength. */
function sameSpec(given: string, spec: string): boolean {
  const tidy = (text: string) => loose(text).replace(/(?:u|mc)g/g, 'μg').replace(/[×x✕]/g, '*')
  const [a, b] = [tidy(given), tidy(spec)]
  return a === b || (a.startsWith(b) && /^[*/(]/.test(a.slice(b.length)))
}
