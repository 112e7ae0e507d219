import writeXlsx from 'write-excel-file/node'
import type { Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import type { FileReply } from '#core/contract.ts'
import type { Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import { mostExported, mostRows, type ReportRow } from '#core/reports/contract.ts'
import type { Report, ReportColumn, ReportQuery } from '#core/reports/report.ts'
import type { RetentionRule } from '#core/retention/rules.ts'
import { readPage, totalsOf } from '#core/reports/run.ts'

const bold = { fontWeight: 'bold' } as const
const red = { textColor: '#BF1F2E' } as const

/** The whole selection as a workbook, personal data masked. Refuses: REPORT_TOO_LONG. */
export async function workbook(
  tx: Tx,
  report: Report,
  actor: Actor,
  q: ReportQuery,
  rules: readonly RetentionRule[],
): Promise<FileReply> {
  const { total, sums } = await totalsOf(tx, report, q)
  if (total > mostExported) throw new Refusal('REPORT_TOO_LONG', { total, most: mostExported })
  const rows: ReportRow[] = []
  let org = ''
  for (let after: string | undefined; ;) {
    const page = await readPage(
      tx,
      report,
      q,
      { limit: mostRows, after },
      { clear: false, foreign: false, rules },
    )
    rows.push(...page.rows)
    org = page.org
    if (page.next === null || rows.length > mostExported) break
    after = page.next
  }
  const { columns } = report
  const kept = report.retention !== undefined
  const sheet = [
    [{ value: `${org}　${report.title}`, ...bold }],
    [{ value: `依据：${report.basis}　导出：${actor.name} ${clock(q.at)}　共 ${total} 行` }],
    [...columns.map((c) => ({ value: c.title, ...bold })), ...(kept ? [{ value: '保存至', ...bold }] : [])],
    ...rows.map((row) => [
      ...columns.map((c) => cellOf(c, row)),
      ...(kept ? [{ value: row.keepUntil ?? '' }] : []),
    ]),
    ...sums.map((s) =>
      columns.map((c, i) =>
        c.key === s.key
          ? { value: s.sum, type: Number, ...bold }
          : { value: i === 0 ? `合计${s.unit && `（${s.unit}）`}` : '', ...bold },
      ),
    ),
  ]
  const widths = [...columns.map((c) => ({ width: widthOf(c) })), ...(kept ? [{ width: 12 }] : [])]
  const options = { columns: widths, sheet: report.title.slice(0, 31), stickyRowsCount: 3 }
  return {
    mime: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    name: `${report.title} ${dayOf(q.at)}.xlsx`,
    bytes: await writeXlsx(sheet as never, options).toBuffer(),
  }
}

const clock = (instant: string): string =>
  `${dayOf(instant)} ${new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(11, 16)}`

/** Codes stay text: a spreadsheet would round twenty digits. */
function cellOf(c: ReportColumn, row: ReportRow) {
  const value = row.cells[c.key] ?? null
  const colour = row.red ? red : {}
  if (value === null) return { value: '', ...colour }
  if (c.kind === 'quantity') return { value: Number(value), type: Number, ...colour }
  return { value: c.kind === 'instant' ? clock(String(value)) : String(value), type: String, ...colour }
}

const wide: Partial<Record<ReportColumn['kind'], number>> = {
  code: 24,
  drug: 30,
  instant: 18,
  date: 12,
  quantity: 10,
}
const widthOf = (c: ReportColumn): number =>
  Math.max(wide[c.kind] ?? 14, Math.round(14 * (c.width ?? 1)), c.title.length * 2 + 2)
