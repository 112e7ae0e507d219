import { tell, type Actor } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import { permissions } from '#core/identity/permissions.ts'
import { Refusal } from '#core/refusal.ts'
import {
  listReports,
  reportChoices,
  reportEndpoints,
  revealReport,
  type ReportMeta,
} from '#core/reports/contract.ts'
import { filterMeta } from '#core/reports/filters.ts'
import type { Report } from '#core/reports/report.ts'
import { recordKinds, standardRules, type RetentionRule } from '#core/reports/retention.ts'
import { queryOf, readPage, type Asked } from '#core/reports/run.ts'
import { on, type Route } from '#core/route.ts'
import { choicesOf } from './choices.ts'
import { workbook } from './workbook.ts'
import { z } from 'zod'

/** Every endpoint that a list of declarations makes: two for each, and those they share. */
export function reportRoutes(reports: readonly Report[]): Route[] {
  return [
    on(listReports, async (_tx, actor) => ({
      rows: reports.filter((r) => actor.permissions.has(r.permission)).map(metaOf),
    })),
    on(reportChoices, async (tx, actor, { org }) => choicesOf(tx, actor, org ?? actor.orgId)),
    on(revealReport, (tx, actor, input) => reveal(tx, actor, reports, input)),
    ...reports.flatMap(routesOf),
  ]
}

function routesOf(report: Report): Route[] {
  const { read, export: xlsx } = reportEndpoints(report)
  return [
    on(read, async (tx, actor, input) => {
      const asked = input as Asked & Record<string, unknown>
      const q = queryOf(report, actor, asked)
      return readPage(tx, report, q, asked, {
        clear: false,
        foreign: q.org !== actor.orgId,
        rules: rulesNow(),
      })
    }),
    {
      endpoint: xlsx,
      run: (tx: Tx, actor: Actor, input: Record<string, unknown>) =>
        workbook(tx, report, actor, queryOf(report, actor, { ...input, limit: 1 }), rulesNow()),
    } as Route,
  ]
}

const rulesNow = (): readonly RetentionRule[] => standardRules

/** Refuses: NOT_FOUND, FORBIDDEN, INPUT_INVALID. */
async function reveal(
  tx: Tx,
  actor: Actor,
  reports: readonly Report[],
  input: z.output<typeof revealReport.input>,
) {
  const report = reports.find((r) => r.code === input.code)
  if (!report || !report.columns.some((c) => c.personal)) throw new Refusal('NOT_FOUND')
  if (!actor.permissions.has(report.permission)) {
    throw new Refusal('FORBIDDEN', { permission: permissions[report.permission] })
  }
  const filters = z.object(report.filters).safeParse(input.filters)
  if (!filters.success) throw new Refusal('INPUT_INVALID')
  const q = queryOf(report, actor, { ...filters.data, org: input.org, limit: input.limit })
  const page = await readPage(tx, report, q, input, {
    clear: true,
    foreign: q.org !== actor.orgId,
    rules: rulesNow(),
  })
  const subject = { kind: 'report', id: q.org, no: report.code }
  const first = page.rows[0]?.key ?? null
  tell(
    actor,
    subject,
    { revealed: 'report', rows: page.rows.length, first, last: page.rows.at(-1)?.key ?? null },
    {
      reason: input.reason,
      filters: JSON.stringify(input.filters),
    },
  )
  return page
}

function metaOf(report: Report): ReportMeta {
  return {
    code: report.code,
    title: report.title,
    group: report.group,
    basis: report.basis,
    note: report.note ?? null,
    columns: report.columns.map((c) => ({
      key: c.key,
      title: c.title,
      kind: c.kind,
      unit: c.unit ?? null,
      personal: c.personal ?? null,
      total: c.total === true,
      width: c.width ?? 1,
      print: c.noPrint !== true,
    })),
    filters: Object.entries(report.filters).map(([key, schema]) => {
      const meta = filterMeta(schema)
      return { key, title: meta?.title ?? key, kind: meta?.filter ?? 'text', options: meta?.options ?? null }
    }),
    print: report.print
      ? { ...report.print, head: [...(report.print.head ?? [])], balance: report.print.balance ?? null }
      : null,
    retention: report.retention ? retentionText(report.retention.record) : null,
  }
}

const bases = { expiry: '药品有效期满后', day: '记录之日起' } as const

function retentionText(record: RetentionRule['record']): string {
  const rules = rulesNow().filter((r) => r.record === record)
  const words = rules.map((r) => `${bases[r.base]} ${r.years} 年`)
  return `${recordKinds[record]}保存至${words.join('、')}${words.length > 1 ? '中较晚的一日' : ''}`
}
