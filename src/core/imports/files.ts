import writeXlsx from 'write-excel-file/node'
import type { FileReply } from '#core/contract.ts'
import { hintMark } from './check.ts'
import { allowedIn, type ColumnRule } from './rules.ts'

export const xlsxMime = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
type Columns = readonly ColumnRule<string>[]

const heading = (column: ColumnRule<string>, named: boolean) =>
  column.titles[0] + (column.required === true || named ? '*' : '')

/** Headings, a line that says what may stand in each column, and an example row; `checkFile` reads it back. */
export async function template(
  of: { readonly what: string; readonly columns: Columns; readonly identity: readonly string[] },
  format: 'xlsx' | 'csv',
): Promise<FileReply> {
  const header = of.columns.map((c) => heading(c, of.identity.includes(c.key)))
  const hints = of.columns.map((c, i) => (i === 0 ? hintMark : '') + allowedIn(c))
  const example = of.columns.map((c) => c.example)
  const name = `${of.what}导入模板.${format}`
  if (format === 'csv') return { mime: 'text/csv', name, bytes: csvBytes([header, hints, example]) }
  const rows = [
    header.map((value) => ({ value, type: String, fontWeight: 'bold' as const })),
    hints.map((value) => ({ value, type: String, wrap: true, color: '#5F697C' })),
    example.map(textCell),
  ]
  const columns = of.columns.map(() => ({ width: 18 }))
  return {
    mime: xlsxMime,
    name,
    bytes: await writeXlsx(rows, { columns, stickyRowsCount: 1, sheet: of.what }).toBuffer(),
  }
}

/** Text whatever it looks like: a spreadsheet would round a 20-digit code. */
const textCell = (value: string) => ({ value, type: String, format: '@' })

/** The rows that have faults, as they were sent, with what to mend behind them: mended there, the file goes up again. */
export async function badRows(
  of: { readonly what: string; readonly columns: Columns; readonly no: string },
  rows: readonly {
    readonly row: number
    readonly cells: readonly string[]
    readonly faults: readonly { title: string; need: string }[]
  }[],
): Promise<FileReply> {
  const header = [...of.columns.map((c) => c.titles[0]), '原表行号', '怎么改']
  const body = rows.map((row) => [
    ...of.columns.map((_, i) => textCell(row.cells[i] ?? '')),
    textCell(String(row.row)),
    textCell(row.faults.map((f) => `${f.title}：${f.need}`).join('；')),
  ])
  const columns = header.map((_, i) => ({ width: i === header.length - 1 ? 60 : 18 }))
  const head = header.map((value) => ({ value, type: String, fontWeight: 'bold' as const }))
  const bytes = await writeXlsx([head, ...body], { columns, stickyRowsCount: 1, sheet: of.what }).toBuffer()
  return { mime: xlsxMime, name: `${of.what}错误表-${of.no}.xlsx`, bytes }
}

/** With a byte order mark, without which spreadsheet programs in China read UTF-8 as GBK. */
function csvBytes(rows: readonly (readonly string[])[]): Uint8Array {
  const quoted = (cell: string) => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
  const lines = rows.map((row) => row.map((cell) => quoted(cell)).join(','))
  return Buffer.from(`\uFEFF${lines.join('\r\n')}\r\n`)
}
