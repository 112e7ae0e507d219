import type { DrugName } from '#core/contract.ts'
import type { Facts, RefusalCode } from '#core/refusal.ts'
import { pricePerUnit } from './money.ts'

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

/** Notes a fault of the row in hand. Gives nothing, so that it can stand where a value should have been. */
export type Say = (column: Column, code: RefusalCode, facts?: Facts) => undefined

export type Finders = ReturnType<typeof findersOf>

export function findersOf(known: {
  readonly suppliers: readonly KnownSupplier[]
  readonly drugs: readonly KnownDrug[]
}) {
  const by = <T>(list: readonly T[], key: (t: T) => string) => Map.groupBy(list, (t) => loose(key(t)))
  return {
    supplierCode: by(known.suppliers, (s) => s.code),
    supplierName: by(known.suppliers, (s) => s.name),
    drugCode: by(known.drugs, (d) => d.code),
    drugName: by(known.drugs, (d) => d.name),
  }
}

/** A 供应商 column holds a name in one system and a code in another; both are accepted, both must agree. */
export function supplierOf(cells: RawRow['cells'], find: Finders, say: Say): KnownSupplier | undefined {
  const { supplier: given, supplierCode: code } = cells
  if (given === '' && code === '') return say('supplier', 'CELL_REQUIRED')
  const byCode = code === '' ? undefined : find.supplierCode.get(loose(code))?.[0]
  if (code !== '' && !byCode) return say('supplierCode', 'CELL_UNKNOWN')
  const byName = find.supplierName.get(loose(given))?.[0] ?? find.supplierCode.get(loose(given))?.[0]
  if (given !== '' && !byName) return say('supplier', 'CELL_UNKNOWN')
  if (byCode && byName && byCode !== byName)
    return say('supplier', 'CELL_INVALID', { need: `编码 ${code} 是${byCode.name}` })
  const found = byCode ?? byName
  if (found?.stopped)
    return say(byCode ? 'supplierCode' : 'supplier', 'CELL_INVALID', { need: '这家已停用，请先恢复' })
  return found
}

/** By code; without one by name and strength, which must point to one drug only. */
export function drugOf(cells: RawRow['cells'], find: Finders, say: Say): KnownDrug | undefined {
  const { drugCode, drugName, spec } = cells
  if (drugCode === '' && drugName === '') return say('drugCode', 'CELL_REQUIRED')
  const column = drugCode === '' ? 'drugName' : 'drugCode'
  const found = drugCode === '' ? find.drugName.get(loose(drugName)) : find.drugCode.get(loose(drugCode))
  const candidates =
    column === 'drugName' && spec !== '' ? found?.filter((d) => sameSpec(spec, d.spec)) : found
  const [drug, other] = candidates ?? []
  if (!drug) return say(found ? 'spec' : column, 'CELL_UNKNOWN')
  if (other) return say('drugName', 'CELL_INVALID', { need: '本院有几个规格，请填写药品编码' })
  // The wrong strength of a narcotic is the costly mistake: name and strength must fit the code.
  if (drugName !== '' && loose(drugName) !== loose(drug.name)) {
    return say('drugName', 'CELL_INVALID', { need: `编码 ${drug.code} 是${drug.name}` })
  }
  if (spec !== '' && !sameSpec(spec, drug.spec))
    return say('spec', 'CELL_INVALID', { need: `编码 ${drug.code} 的规格是 ${drug.spec}` })
  if (drug.stopped) return say(column, 'CELL_INVALID', { need: '本院已停购，请先恢复采购' })
  return drug
}

/** Units and price of one unit: a row counts in 支 or in 盒, and its price is for what it counts in. */
export function amountOf(
  cells: RawRow['cells'],
  drug: KnownDrug | undefined,
  say: Say,
): { units: number | null; price: string | null } {
  const factor = drug && factorOf(cells.unit, drug, say)
  const text = cells.quantity.replaceAll(',', '')
  const count = /^\d{1,7}(?:\.0+)?$/.test(text) ? Number(text) : 0
  if (cells.quantity === '') say('quantity', 'CELL_REQUIRED')
  else if (count === 0) say('quantity', 'CELL_INVALID', { need: '应为大于 0 的整数' })
  else if (factor && count * factor > 1_000_000)
    say('quantity', 'CELL_INVALID', { need: '一行最多 1,000,000 个最小单位' })
  const price = pricePerUnit(cells.price, factor ?? 1)
  if (cells.price === '') say('price', 'CELL_REQUIRED')
  else if (price === undefined) say('price', 'CELL_INVALID', { need: '应为金额，最多 6 位小数' })
  return {
    units: factor && count > 0 ? count * factor : null,
    price: factor && price !== undefined ? price : null,
  }
}

function factorOf(unit: string, drug: KnownDrug, say: Say): number | undefined {
  if (unit === '') return say('unit', 'CELL_REQUIRED')
  if (loose(unit) === loose(drug.unit)) return 1
  if (loose(unit) === loose(drug.packUnit)) return drug.packUnits
  return say('unit', 'CELL_INVALID', {
    need: `应为${drug.unit}或${drug.packUnit}（每${drug.packUnit} ${drug.packUnits} ${drug.unit}）`,
  })
}

/** `2026-11-23`, `2026/11/3`, `20261123`, `2026年11月3日`, with or without a time behind it. */
export function dayOfCell(text: string, today: string, say: Say): string | null {
  if (text === '') return say('orderedOn', 'CELL_REQUIRED') ?? null
  const [, y = '', m = '', d = ''] =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})(?:日)?(?:[ T].*)?$/.exec(text) ??
    /^(\d{4})(\d\d)(\d\d)$/.exec(text) ??
    []
  const day = `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`
  const real = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(real.getTime()) || real.toISOString().slice(0, 10) !== day) {
    return say('orderedOn', 'CELL_INVALID', { need: '应为日期，如 2026-11-23' }) ?? null
  }
  if (day > today) return say('orderedOn', 'CELL_INVALID', { need: '不能晚于今天' }) ?? null
  return day
}

/** Names compare without blanks, case and full-width forms. */
function loose(text: string): string {
  return text.normalize('NFKC').replace(/\s/g, '').toLowerCase()
}

/** `1ml:50ug*10支/盒` is `1ml:50μg`: µ in all its ways of writing, and a pack size behind the strength. */
function sameSpec(given: string, spec: string): boolean {
  const tidy = (text: string) =>
    loose(text)
      .replace(/(?:u|mc)g/g, 'μg')
      .replace(/[×x✕]/g, '*')
  const [a, b] = [tidy(given), tidy(spec)]
  return a === b || (a.startsWith(b) && /^[*/(]/.test(a.slice(b.length)))
}
