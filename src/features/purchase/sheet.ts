import { cellOf, pickColumns, type ColumnSpec } from '#core/tables/columns.ts'
import { Refusal } from '#core/refusal.ts'
import type { Table } from '#core/tables/read.ts'
import { columnTitle, type Column, type RawRow } from './cells.ts'

type Spec = readonly [title: string, ...synonyms: string[]]

/** What hospital systems call the same columns. The first name is ours, and stands in the template. */
const synonyms: Record<Column, { names: Spec; required: boolean }> = {
  externalNo: {
    names: [columnTitle.externalNo, '采购订单号', '订单号', '订单编号', '采购计划单号', '单据号'],
    required: true,
  },
  supplierCode: { names: [columnTitle.supplierCode, '供应商代码', '供货单位编码'], required: false },
  supplier: {
    names: [columnTitle.supplier, '供应商名称', '供货单位', '供货单位名称', '供货商', '配送企业'],
    required: false,
  },
  drugCode: { names: [columnTitle.drugCode, '药品代码', '院内编码', '药品ID', '物资编码'], required: false },
  drugName: { names: [columnTitle.drugName, '通用名', '药品通用名', '品名', '名称'], required: false },
  spec: { names: [columnTitle.spec, '药品规格', '规格型号'], required: false },
  quantity: { names: [columnTitle.quantity, '采购数量', '订购数量', '计划数量'], required: true },
  unit: { names: [columnTitle.unit, '采购单位', '包装单位', '计量单位'], required: true },
  price: { names: [columnTitle.price, '采购单价', '采购价', '进价', '进货价'], required: true },
  invoiceCode: { names: [columnTitle.invoiceCode], required: false },
  invoiceNo: { names: [columnTitle.invoiceNo, '发票号码'], required: false },
  orderedOn: {
    names: [columnTitle.orderedOn, '采购日期', '订单日期', '下单时间', '制单日期'],
    required: true,
  },
}

const spec = Object.entries(synonyms).map(([key, { names, required }]): ColumnSpec<Column> => {
  return { key: key as Column, titles: names, required }
})

/** The table's cells under our names. Refuses: FILE_COLUMN_MISSING, also where supplier or drug cannot be told at all. */
export function rawRows(table: Table): RawRow[] {
  const columns = pickColumns(table.header, spec)
  const either = (one: Column, other: Column) => {
    if (!columns.has(one) && !columns.has(other))
      throw new Refusal('FILE_COLUMN_MISSING', { column: columnTitle[one] })
  }
  either('supplier', 'supplierCode')
  either('drugCode', 'drugName')
  return table.rows.map(({ row, cells }) => ({
    row,
    cells: Object.fromEntries(spec.map(({ key }) => [key, cellOf(cells, columns, key)])) as RawRow['cells'],
  }))
}

/** Header of the template, in our own words and order. */
export const templateHeader: readonly string[] = Object.values(columnTitle)
