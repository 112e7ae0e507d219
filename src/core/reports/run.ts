import { createHash } from 'node:crypto'
import type { Actor } from '#core/actor.ts'
import { dayOf, startOfDay } from '#core/clock.ts'
import { planAfresh, planOnce, type Tx } from '#core/db.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { mostDays, type CellValue, type ReportPage, type ReportRow } from './contract.ts'
import type { Report, ReportColumn, ReportQuery, Sql, SqlRow } from './report.ts'
import { keepUntil, type RetentionRule } from '#core/retention/rules.ts'
import { camel, masked, readCursor, snake, writeCursor, type Sum } from './rules.ts'

export interface Asked {
  readonly org?: number | undefined
  readonly after?: string | undefined
  readonly limit: number
  readonly sheet?: '1' | undefined
}

const dayMs = 86_400_000

/** Refuses: REPORT_PERIOD_TOO_LONG. */
function periodOf(
  at: string,
  filters: { from?: string; to?: string },
  most: number,
): { from: string; to: string } {
  const today = dayOf(at)
  const to = filters.to ?? (filters.from && filters.from > today ? filters.from : today)
  const from = filters.from ?? (filters.to ? `${to.slice(0, 8)}01` : `${today.slice(0, 8)}01`)
  const days = (Date.parse(to) - Date.parse(from)) / dayMs + 1
  if (days > most) throw new Refusal('REPORT_PERIOD_TOO_LONG', { days, most })
  return { from: startOfDay(from), to: new Date(Date.parse(startOfDay(to)) + dayMs).toISOString() }
}

/** Refuses: REPORT_PERIOD_TOO_LONG. */
export function queryOf(report: Report, actor: Actor, input: Asked & SqlRow): ReportQuery {
  const filters = Object.fromEntries(Object.keys(report.filters).map((key) => [key, input[key]]))
  return {
    org: input.org ?? actor.orgId,
    at: actor.at,
    filters,
    period: periodOf(
      actor.at,
      filters as { from?: string; to?: string },
      report.mostDays?.(filters as never) ?? mostDays,
    ),
  }
}

const keysOf = (report: Report): string[] => Object.keys(report.order)
const sqlOf = (report: Report, tx: Tx, q: ReportQuery): Sql => report.rows(tx, q as never)

/** `after` none, or the row comparison that finds the page by its key. Refuses: INPUT_INVALID. */
function behind(tx: Tx, report: Report, after: string | undefined): Sql {
  if (after === undefined) return tx`true`
  const types = Object.values(report.order)
  const values = readCursor(after, types)
  const columns = tx.unsafe(
    keysOf(report)
      .map((k) => `r.${snake(k)}`)
      .join(', '),
  )
  const typed = values.map((v, i) => tx`${String(v)}::text::${tx.unsafe(types[i] ?? 'text')}`)
  const list = typed.reduce((all, one) => tx`${all}, ${one}`)
  return tx`(${columns}) ${tx.unsafe(report.newestFirst ? '<' : '>')} (${list})`
}

function orderOf(tx: Tx, report: Report): Sql {
  const direction = report.newestFirst ? 'desc' : 'asc'
  return tx.unsafe(
    keysOf(report)
      .map((k) => `r.${snake(k)} ${direction}`)
      .join(', '),
  )
}

async function readRows(tx: Tx, report: Report, q: ReportQuery, asked: Asked): Promise<SqlRow[]> {
  return tx<SqlRow[]>`
    select * from (${sqlOf(report, tx, q)}) r where ${behind(tx, report, asked.after)}
    order by ${orderOf(tx, report)} limit ${asked.limit + 1}`
}

interface Totals {
  readonly total: number
  readonly sums: Sum[]
}

/** The first page and the sums of a report that adds up, in one statement. */
async function readOnce(
  tx: Tx,
  report: Report,
  q: ReportQuery,
  limit: number,
): Promise<{ rows: SqlRow[]; totals: Totals }> {
  const { select, groupBy } = totalsSql(report)
  const rows = await tx<(SqlRow & { groupsOfAll: SqlRow[] })[]>`
    with r as materialized (${sqlOf(report, tx, q)})
    select r.*, (select json_agg(g) from (select ${tx.unsafe(select)} from r ${tx.unsafe(groupBy)}) g) as groups_of_all
    from r order by ${orderOf(tx, report)} limit ${limit + 1}`
  const groups = (rows[0]?.groupsOfAll ?? []).map((group) =>
    Object.fromEntries(Object.entries(group).map(([key, value]) => [camel(key), value])),
  )
  return { rows: rows.map(({ groupsOfAll: _, ...row }) => row), totals: addUp(report, groups) }
}

const unitOf = (c: ReportColumn, row: SqlRow): string =>
  c.unitKey === undefined ? (c.unit ?? '') : String(row[c.unitKey] ?? '')

/** How many rows, and their sums by unit. */
export async function totalsOf(tx: Tx, report: Report, q: ReportQuery): Promise<Totals> {
  const { select, groupBy } = totalsSql(report)
  const groups = await tx<SqlRow[]>`
    select ${tx.unsafe(select)} from (${sqlOf(report, tx, { ...q, sums: true })}) r ${tx.unsafe(groupBy)}`
  return addUp(report, groups)
}

const summedOf = (report: Report): ReportColumn[] => report.columns.filter((c) => c.total)

/** What is selected from rows `r` for their number and sums, one group for each unit. */
function totalsSql(report: Report): { readonly select: string; readonly groupBy: string } {
  const summed = summedOf(report)
  const units = [...new Set(summed.flatMap((c) => c.unitKey ?? []))].map((k) => `r.${snake(k)}`)
  const sums = summed.map((c) => `coalesce(sum(r.${snake(c.key)}), 0)::bigint as ${snake(c.key)}`)
  return {
    select: ['count(*)::int as row_count', ...units, ...sums].join(', '),
    groupBy: units.length > 0 ? `group by ${units.join(', ')}` : '',
  }
}

/** The groups of a report, each with its number of rows, as one total and a sum for each column and unit. */
function addUp(report: Report, groups: readonly SqlRow[]): Totals {
  const summed = summedOf(report)
  const sums = new Map<string, Sum>()
  for (const group of groups) {
    for (const c of summed) {
      const unit = unitOf(c, group)
      const sum = sums.get(`${c.key}|${unit}`)?.sum ?? 0
      sums.set(`${c.key}|${unit}`, { key: c.key, unit, sum: sum + Number(group[c.key]) })
    }
  }
  return { total: groups.reduce((n, g) => n + Number(g['rowCount']), 0), sums: [...sums.values()] }
}

export interface Shown {
  /** Personal data in clear: the reason is in the act's event. */
  readonly clear: boolean
  /** Whether links must name the institution: an authority's do. */
  readonly foreign: boolean
  readonly rules: readonly RetentionRule[]
}

function cellOf(c: ReportColumn, value: unknown, clear: boolean): CellValue {
  // A day is a day in China; the SQL may give the instant.
  const day = c.kind === 'date' && typeof value === 'string' && value.length > 10
  const said = c.words?.[String(value)]
  const plain = (day ? dayOf(value) : (said ?? value ?? null)) as CellValue
  return c.personal && !clear ? masked(c.personal, plain) : plain
}

function keptUntil(report: Report, row: SqlRow, rules: readonly RetentionRule[]): string | null {
  if (!report.retention) return null
  const { record, from, expiry } = report.retention
  const day = row[from]
  if (typeof day !== 'string') return null
  const end = expiry === undefined ? undefined : (row[expiry] as string | null)
  return keepUntil(record, { day: day.length > 10 ? dayOf(day) : day, expiry: end }, rules) ?? null
}

/** The SQL's row as the interface gives it: its columns only, masked, with its links. */
export function shownRow(report: Report, row: SqlRow, q: ReportQuery, shown: Shown): ReportRow {
  const address = (to: string) => (shown.foreign ? `${to}${to.includes('?') ? '&' : '?'}org=${q.org}` : to)
  const links = report.columns.flatMap((c) => {
    const to = c.to?.(row, q)
    return to ? [[c.key, address(to)] as const] : []
  })
  return {
    key: writeCursor(cursorOf(report, row)),
    cells: Object.fromEntries(report.columns.map((c) => [c.key, cellOf(c, row[c.key], shown.clear)])),
    link: typeof row['link'] === 'string' ? address(row['link']) : null,
    links: Object.fromEntries(links),
    units: Object.fromEntries(
      report.columns.filter((c) => c.kind === 'quantity').map((c) => [c.key, unitOf(c, row)]),
    ),
    red: row['red'] === true,
    keepUntil: keptUntil(report, row, shown.rules),
  }
}

function cursorOf(report: Report, row: SqlRow): (string | number)[] {
  return keysOf(report).map((key) => {
    const value = row[key]
    assert(
      typeof value === 'string' || typeof value === 'number',
      `${report.code} orders by ${key}, never null`,
    )
    return value
  })
}

const mostDaysOfOnePlan = 100

/**
 * A register of a month goes the same way whatever its days are, and planning it over the partitions of all months costs ten
 * times what it reads. Filters, long periods and sums over everything have no one good plan.
 */
function choosePlan(tx: Tx, report: Report, q: ReportQuery): void {
  const narrowed = Object.entries(q.filters).some(
    ([key, value]) => value !== undefined && key !== 'from' && key !== 'to',
  )
  const days = (Date.parse(q.period.to) - Date.parse(q.period.from)) / dayMs
  if (report.adds || report.afresh || narrowed || days > mostDaysOfOnePlan) planAfresh(tx)
  else planOnce(tx)
}

/** One page of a report. Refuses: INPUT_INVALID, REPORT_PERIOD_TOO_LONG. */
export async function readPage(
  tx: Tx,
  report: Report,
  q: ReportQuery,
  asked: Asked,
  shown: Shown,
): Promise<ReportPage> {
  choosePlan(tx, report, q)
  const [org] = await tx<{ name: string }[]>`select name from identity.org where id = ${q.org}`
  const limit = asked.sheet && report.print ? report.print.lines : asked.limit
  const first = asked.after === undefined
  const once = first && report.adds ? await readOnce(tx, report, q, limit) : undefined
  const found = once?.rows ?? (await readRows(tx, report, q, { ...asked, limit }))
  const kept = asked.sheet ? oneCard(report, found.slice(0, limit)) : found.slice(0, limit)
  const rows = kept.map((row) => shownRow(report, row, q, shown))
  const more = found.length > kept.length
  const totals = once?.totals ?? (first ? await totalsOf(tx, report, q) : { total: null, sums: [] })
  return {
    rows,
    ...totals,
    next: more ? (rows.at(-1)?.key ?? null) : null,
    fingerprint: fingerprintOf(report, q, kept),
    org: org?.name ?? '',
    at: q.at,
  }
}

/** The rows before the head of the card changes. */
function oneCard(report: Report, rows: readonly SqlRow[]): readonly SqlRow[] {
  const head = report.print?.head ?? []
  const other = rows.findIndex((row) => head.some((key) => row[key] !== rows[0]?.[key]))
  return other < 0 ? rows : rows.slice(0, other)
}

/** What a printed sheet is compared with: code, organisation and the masked cells, in their order. */
function fingerprintOf(report: Report, q: ReportQuery, rows: readonly SqlRow[]): string {
  const cells = rows.map((row) => report.columns.map((c) => cellOf(c, row[c.key], false)))
  return createHash('sha256')
    .update(JSON.stringify([report.code, q.org, cells]))
    .digest('hex')
}
