import { tell, type Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
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
import { recordKinds, standardRules, type RetentionRule } from '#core/retention/rules.ts'
import { queryOf, readPage, type Asked } from '#core/reports/run.ts'
import { on, type Route } from '#core/route.ts'
import { choicesOf } from './choices.ts'
import { workbook } from './workbook.ts'
import { z } from 'zod'

/** Every endpoint that a list of declarations makes: two for each, and those they share. */
export function reportRoutes(reports: readonly Report[]): Route[] {
  return [
    on(listReports, async (tx, actor) => {
      const rules = await rulesOf(tx, actor.orgId, actor.at)
      const may = reports.filter((r) => actor.permissions.has(r.permission))
      return { rows: may.map((r) => metaOf(r, rules)) }
    }),
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
        rules: await rulesOf(tx, q.org, q.at),
      })
    }),
    {
      endpoint: xlsx,
      run: async (tx: Tx, actor: Actor, input: Record<string, unknown>) => {
        const q = queryOf(report, actor, { ...input, limit: 1 })
        return workbook(tx, report, actor, q, await rulesOf(tx, q.org, q.at))
      },
    } as Route,
  ]
}

/** The law's rules and the organisation's own of today; own ones only lengthen (src/features/retention). */
async function rulesOf(tx: Tx, org: number, at: string): Promise<readonly RetentionRule[]> {
  const day = dayOf(at)
  const own = await tx<RetentionRule[]>`
    select record, base, years, basis from retention.rule
    where org_id = ${org} and valid_from <= ${day} and (ended_on is null or ended_on > ${day}) order by id limit 500`
  return [...standardRules, ...own]
}

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
    rules: await rulesOf(tx, q.org, q.at),
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

function metaOf(report: Report, rules: readonly RetentionRule[]): ReportMeta {
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
    retention: report.retention ? retentionText(report.retention.record, rules) : null,
  }
}

const bases = { expiry: '药品有效期满后', day: '记录之日起' } as const

function retentionText(record: RetentionRule['record'], all: readonly RetentionRule[]): string {
  const rules = all.filter((r) => r.record === record)
  const words = rules.map((r) => `${bases[r.base]} ${r.years} 年`)
  return `${recordKinds[record]}保存至${words.join('、')}${words.length > 1 ? '中较晚的一日' : ''}`
}
