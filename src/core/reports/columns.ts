import type { ReportColumn } from './report.ts'

// Columns that most registers begin with, in the order of the forms. The SQL gives `drug`, `form`, `spec`, `unit`, …

export const drugColumn: ReportColumn = { key: 'drug', title: '药品名称', kind: 'drug', width: 1.7 }
export const formColumn: ReportColumn = { key: 'form', title: '剂型', kind: 'text', width: 0.9 }
export const specColumn: ReportColumn = { key: 'spec', title: '规格', kind: 'text', width: 1.15 }
export const unitColumn: ReportColumn = { key: 'unit', title: '单位', kind: 'text', width: 0.5 }
/** 药品名称, 剂型, 规格, 单位: the head of a drug's card. */
export const drugColumns: readonly ReportColumn[] = [drugColumn, formColumn, specColumn, unitColumn]
export const drugKeys = ['drug', 'form', 'spec', 'unit'] as const

export const lotColumn: ReportColumn = { key: 'lotNo', title: '批号', kind: 'text', width: 1.15 }
export const expiryColumn: ReportColumn = { key: 'expiry', title: '有效期至', kind: 'date', width: 1.3 }
// Said by the founding document's lists; the legal columns of printed registers do without them.
export const madeColumn: ReportColumn = {
  key: 'made',
  title: '生产日期',
  kind: 'date',
  width: 1.3,
  noPrint: true,
}
export const barcodeColumn: ReportColumn = {
  key: 'barcode69',
  title: '条码',
  kind: 'text',
  width: 1.4,
  noPrint: true,
}
export const dateColumn: ReportColumn = { key: 'at', title: '日期', kind: 'date', width: 1.3 }
export const voucherColumn: ReportColumn = { key: 'voucherNo', title: '凭证号', kind: 'text', width: 1.4 }
