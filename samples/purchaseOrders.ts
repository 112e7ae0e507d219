import { writeFileSync } from 'node:fs'
import writeXlsx from 'write-excel-file/node'
import { encodeGb } from './gb.ts'

const supplier = '湖南楚湘医药有限公司'
const orderedOn = '2026-11-10'
const invoiceCode = '043002600111'

export const header = ['采购单号', '供应商', '药品编码', '药品名称', '规格', '数量', '单位', '单价', '发票代码', '发票号', '下单日期']

/** Orders of a hospital's own system; quantities and prices by the box of 10. They fit the delivery files here. */
const ordered = [
  ['CG2026111000187', 'NAR017', '枸橼酸舒芬太尼注射液', '1ml:50μg', 20, 398.6, '20261187'],
  ['CG2026111000187', 'NAR020', '注射用盐酸瑞芬太尼', '1mg', 12, 612.5, '20261187'],
  ['CG2026111000187', 'NAR012', '枸橼酸芬太尼注射液', '2ml:0.1mg', 10, 86.4, '20261187'],
  ['CG2026111000187', 'PS1005', '咪达唑仑注射液', '2ml:10mg', 4, 128, '20261187'],
  ['CG2026111000188', 'NAR002', '盐酸吗啡注射液', '1ml:10mg', 50, 63.5, '20261188'],
  ['CG2026111000189', 'NAR002', '盐酸吗啡注射液', '1ml:10mg', 6, 63.5, '20261189'],
] as const

export function purchaseCsv(): string {
  const rows = ordered.map(([no, code, name, spec, boxes, price, invoice]) =>
    [no, supplier, code, name, spec, boxes, '盒', price.toFixed(2), invoiceCode, invoice, orderedOn].join(','),
  )
  return [header.join(','), ...rows, ''].join('\r\n')
}

/** The same as a workbook: numbers and dates are number and date cells, as spreadsheet programs keep them. */
export function purchaseXlsx(): Promise<Uint8Array> {
  const rows = ordered.map(([no, code, name, spec, boxes, price, invoice]) => [
    no, supplier, code, name, spec, boxes, '盒', price, invoiceCode, invoice,
    { value: new Date(`${orderedOn}T00:00:00Z`), type: Date, format: 'yyyy-mm-dd' },
  ])
  return writeXlsx([header, ...rows], { sheet: '采购单' }).toBuffer()
}

if (import.meta.main) {
  const write = (name: string, bytes: Uint8Array) => writeFileSync(`${import.meta.dirname}/${name}`, bytes)
  write('purchase-orders-utf8.csv', Buffer.from(`\ufeff${purchaseCsv()}`))
  write('purchase-orders-gb18030.csv', encodeGb(purchaseCsv()))
  write('purchase-orders.xlsx', await purchaseXlsx())
}
