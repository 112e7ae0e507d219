import writeXlsx from 'write-excel-file/node'
import type { FileReply } from '#core/contract.ts'
import { filingKindTitle, type FilingDetail, type FrozenTable } from './contract.ts'
import { periodTitle } from './rules.ts'

const bold = { fontWeight: 'bold' } as const

function cellOf(kind: string, value: string | number | null) {
  if (value === null) return { value: '' }
  return kind === 'quantity' ? { value: Number(value), type: Number } : { value: String(value), type: String }
}

const sheetOf = (t: FrozenTable) => [
  [{ value: t.title, ...bold }],
  t.columns.map((c) => ({ value: c.title, ...bold })),
  ...t.rows.map((row) => row.map((v, i) => cellOf(t.columns[i]?.kind ?? 'text', v))),
  ...(t.rows.length === 0 ? [[{ value: '本期无' }]] : []),
  [],
]

/** Exactly what was frozen, with its fingerprint, one table below the other as the paper form has it. */
export async function filingBook(of: FilingDetail): Promise<FileReply> {
  const title = `${filingKindTitle[of.kind]} ${periodTitle(of.kind, of.period)}`
  const people = [
    `编制 ${of.preparedBy}`,
    of.checkedBy && `核对 ${of.checkedBy}`,
    of.sentBy && `报送 ${of.sentBy}`,
  ]
  const sheet = [
    [{ value: `${of.org}　${title}`, ...bold }],
    [{ value: `${of.no}　第 ${of.version} 版　${people.filter(Boolean).join('　')}` }],
    [{ value: `指纹 ${of.fingerprint}` }],
    [],
    ...of.tables.flatMap(sheetOf),
  ]
  const widest = Math.max(...of.tables.map((t) => t.columns.length))
  const options = {
    columns: Array.from({ length: widest }, (_, i) => ({ width: i === 0 ? 26 : 14 })),
    sheet: filingKindTitle[of.kind],
  }
  return {
    mime: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    name: `${title} ${of.no}.xlsx`,
    bytes: await writeXlsx(sheet as never, options).toBuffer(),
  }
}
