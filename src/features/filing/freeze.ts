import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { startOfDay } from '#core/clock.ts'
import type { Tx } from '#core/db.ts'
import { assert, Refusal } from '#core/refusal.ts'
import type { Report } from '#core/reports/report.ts'
import { readPage } from '#core/reports/run.ts'
import { mostLines, type FilingKind, type FrozenTable } from './contract.ts'
import type { Period } from './rules.ts'

interface Part {
  readonly report: string
  readonly title: string
  readonly filters: Readonly<Record<string, unknown>>
  /** Up to now, not to the end of the period: the list is of the day on which it is made. */
  readonly untilNow?: true
}

/** What each filing says, as reports that stand in the program anyway: nobody computes the figures a second time. */
const parts: Record<FilingKind, readonly Part[]> = {
  monthly: [
    { report: 'turnover', title: '麻醉药品', filters: { drugClass: 'NAR' } },
    { report: 'turnover', title: '第一类精神药品', filters: { drugClass: 'PS1' } },
    { report: 'turnover', title: '第二类精神药品', filters: { drugClass: 'PS2' } },
  ],
  people: [
    { report: 'R19', title: '名单', filters: { state: 'valid' } },
    { report: 'R19B', title: '变更', filters: {}, untilNow: true },
  ],
}

export interface Wanted {
  readonly kind: FilingKind
  readonly org: number
  readonly at: string
  readonly period: Period
}

/** Reads the reports of a filing as they are now. Refuses: REPORT_TOO_LONG. */
export async function freeze(tx: Tx, reports: readonly Report[], want: Wanted): Promise<FrozenTable[]> {
  const tables: FrozenTable[] = []
  for (const part of parts[want.kind]) tables.push(await tableOf(tx, reports, want, part))
  return tables
}

async function tableOf(tx: Tx, reports: readonly Report[], want: Wanted, part: Part): Promise<FrozenTable> {
  const report = reports.find((r) => r.code === part.report)
  assert(report, `the report ${part.report} is declared`)
  const { org, at, period } = want
  const span = { from: startOfDay(period.from), to: part.untilNow ? at : startOfDay(period.next) }
  const q = { org, at, filters: part.filters, period: span }
  const page = await readPage(
    tx,
    report,
    q,
    { limit: mostLines },
    { clear: false, foreign: false, rules: [] },
  )
  if (page.next !== null) throw new Refusal('REPORT_TOO_LONG', { total: page.total ?? 0, most: mostLines })
  const { columns } = report
  return {
    code: report.code,
    title: part.title,
    columns: columns.map(({ key, title, kind }) => ({ key, title, kind })),
    rows: page.rows.map((row) => columns.map((c) => row.cells[c.key] ?? null)),
  }
}

export interface Frozen {
  readonly content: string
  readonly fingerprint: Buffer
}

/** SHA-256 of the filing as it is sent: kind, period, and every cell of its tables. */
export function frozenOf(of: { kind: FilingKind; period: string; tables: readonly FrozenTable[] }): Frozen {
  const content = canonicalize({ kind: of.kind, period: of.period, tables: of.tables })
  assert(content !== undefined, 'a filing is serialisable')
  return { content, fingerprint: createHash('sha256').update(`zhuisu/filing/v1\0${content}`).digest() }
}
