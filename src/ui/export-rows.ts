import { exported, type Column } from './column.ts'
import { dateText, num } from './format.ts'
import type { Listed } from './useList.ts'

export const exportLimit = 10_000
const step = 500

/** Pages through the endpoint; what is exported is the list as filtered and sorted. */
async function readAll<Row>(
  read: (page: number, pageSize: number) => Promise<Listed<Row>>,
  onProgress: (text: string) => void,
): Promise<Listed<Row>> {
  const rows: Row[] = []
  for (let page = 1; ; page++) {
    const answer = await read(page, step)
    rows.push(...answer.rows)
    const wanted = Math.min(answer.total, exportLimit)
    onProgress(`${num(Math.min(rows.length, wanted))} / ${num(wanted)}`)
    if (rows.length >= wanted || answer.rows.length === 0)
      return { rows: rows.slice(0, wanted), total: answer.total }
  }
}

const head = { fontWeight: 'bold', backgroundColor: '#F8F9FB' } as const

export async function exportRows<Row>(
  name: string,
  columns: readonly Column<Row>[],
  read: (page: number, pageSize: number) => Promise<Listed<Row>>,
  onProgress: (text: string) => void,
): Promise<Listed<Row>> {
  const all = await readAll(read, onProgress)
  const kept = columns.filter((c) => c.title !== '')
  const sheet = [
    kept.map((c) => ({ value: c.title, ...head })),
    ...all.rows.map((row) => kept.map((c) => exported(c, row))),
  ]
  const widths = kept.map((c, i) => ({
    width: Math.min(48, Math.max(c.title.length * 2 + 2, ...sheet.slice(1, 200).map((r) => textWidth(r[i])))),
  }))
  // The writer is wanted on few days; it is loaded only then.
  const { default: write } = await import('write-excel-file/browser')
  await write(sheet, { sheet: name, columns: widths, stickyRowsCount: 1 }).toFile(
    `${name} ${dateText(Date.now())}.xlsx`,
  )
  return all
}

/** A Chinese character is two columns wide. */
function textWidth(value: unknown): number {
  return [...String(value ?? '')].reduce((n, c) => n + (c.charCodeAt(0) > 0x2e80 ? 2 : 1), 2)
}
