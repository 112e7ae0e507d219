import readXlsx from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '#apps/client.ts'
import { endOfLife } from '#apps/journey/endOfLife.ts'
import { announceClass, tomorrowsClass } from '#apps/journey/reclassification.ts'
import { travel } from '#apps/journey/run.ts'
import { aClass } from '#apps/journey/training.ts'
import { openWorld } from '#apps/journey/world.ts'
import { allReports } from '#apps/reports.ts'
import { pages } from '#apps/web/pages.ts'
import {
  listReports,
  reportChoices,
  reportEndpoints,
  revealReport,
  type ReportPage,
} from '#core/reports/contract.ts'
import type { Report } from '#core/reports/report.ts'
import { sumsOf, type Sum } from '#core/reports/rules.ts'
import { refusalOf, startHospital, type Hospital } from './harness.ts'

// Every declared report over a hospital with a whole main job behind it: a new declaration is tested without anybody
// remembering to.
let h: Hospital
let inspector: Client
let lushan = 0
const everyone: Client[] = []
const whole = { from: '2026-01-01', to: '2027-12-31' }

beforeAll(async () => {
  h = await startHospital()
  const world = await openWorld(h.transport, () => {}, h.clock.now)
  const [org] = await h.auditor.transaction(
    (tx) => tx<{ id: number }[]>`select id from identity.org where code = 'lushan'`,
  )
  lushan = org?.id ?? 0
  const announce = () => announceClass(h.ownerUrl, tomorrowsClass(h.clock.now()))
  expect((await travel(world, lushan, undefined, announce)).closed).toBe(true)
  await aClass(world)
  const dispensing = { title: '四查十对', lecturer: '刘国栋', place: '药学部', scores: { 李倩: 95 } }
  await aClass(world, { ...dispensing, qualification: 'dispense' })
  await endOfLife(world)
  inspector = await h.as('hemingyuan@cswjw')
  for (const account of ['liuguodong@lushan', 'wangxuemei@lushan', 'chensiyuan@lushan'])
    everyone.push(await h.as(account))
}, 120_000)
afterAll(() => h.stop())

/** Reports that no act of the journey fills, and what does instead. */
const emptyInTheJourney: Readonly<Record<string, string>> = {
  destroyed: 'nothing of the journey has passed its term; retention.db.test.ts runs the clock to 2033',
}

/** Whether an address of the program leads to one of its pages. */
const opens = (link: string): boolean =>
  pages.some((p) => new RegExp(`^${p.path.replace(/\$\w+/g, '[^/]+')}$`).test(link.split('?')[0] ?? ''))

/** Somebody of the hospital who may read it. */
async function reader(report: Report): Promise<Client> {
  for (const client of everyone) {
    const { rows } = await client.call(listReports, {})
    if (rows.some((r) => r.code === report.code)) return client
  }
  throw new Error(`nobody in the demonstration may read ${report.code}: give ${report.permission} to a role`)
}

/** What a report must be asked, where it asks for something: the first drug, the first place. */
async function asked(client: Client, report: Report): Promise<Record<string, unknown>> {
  const filters: Record<string, unknown> = {}
  if ('from' in report.filters) Object.assign(filters, whole)
  const choices = await client.call(reportChoices, {})
  for (const [key, schema] of Object.entries(report.filters)) {
    if (schema.safeParse(undefined).success) continue
    if (key === 'drugId') filters[key] = choices.rows[0]?.drugId
    if (key === 'placeId') filters[key] = choices.places[0]?.id
  }
  if ('days' in report.filters) filters['days'] = 3650
  return filters
}

async function pagesOf(
  client: Client,
  report: Report,
  input: Record<string, unknown>,
): Promise<ReportPage[]> {
  const found: ReportPage[] = []
  const { read } = reportEndpoints(report)
  for (let after: string | null | undefined; after !== null;) {
    const page = (await client.call(read, { ...input, ...(after ? { after } : {}) })) as ReportPage
    found.push(page)
    after = page.next
  }
  return found
}

const sorted = (sums: readonly Sum[]) =>
  sums.filter((s) => s.sum !== 0).toSorted((a, b) => (a.key + a.unit < b.key + b.unit ? -1 : 1))

test('the codes and addresses of reports are different', () => {
  const codes = allReports.map((r) => r.code.toLowerCase())
  expect(new Set(codes).size).toBe(codes.length)
  expect(codes).not.toContain('closure')
})

describe.each(allReports.map((r) => [r.code, r.title, r] as const))('%s %s', (_code, _title, report) => {
  test('its declaration is whole', () => {
    const keys = report.columns.map((c) => c.key)
    expect(new Set(keys).size).toBe(keys.length)
    for (const key of report.print?.head ?? []) expect(keys).toContain(key)
    if (report.print?.balance) expect(keys).toContain(report.print.balance)
    for (const c of report.columns) {
      if (c.total || c.unitKey) expect(c.kind, c.key).toBe('quantity')
      if (c.kind === 'quantity') expect(c.unit ?? c.unitKey, `unit of ${c.key}`).toBeDefined()
    }
    for (const [key, schema] of Object.entries(report.filters))
      expect(schema.meta(), `filter ${key} takes its words from core/reports/filters.ts`).toHaveProperty(
        'filter',
      )
    if (report.group === 'register')
      expect(report.retention, 'a register says how long it is kept').toBeDefined()
  })

  test('its pages of two are its one page, in the same order, and its sums are those of its rows', async () => {
    const client = await reader(report)
    const input = await asked(client, report)
    const [one] = await pagesOf(client, report, { ...input, limit: 500 })
    const many = await pagesOf(client, report, { ...input, limit: 2 })
    const rows = many.flatMap((p) => p.rows)
    expect(rows.length).toBe(one?.rows.length)
    expect(new Set(rows.map((r) => r.key)).size).toBe(rows.length)
    expect(rows).toEqual(one?.rows)
    expect(one?.total).toBe(rows.length)
    expect(sorted(one?.sums ?? [])).toEqual(
      sorted(
        sumsOf(
          rows,
          report.columns.filter((c) => c.total).map((c) => c.key),
        ),
      ),
    )
    if (!(report.code in emptyInTheJourney))
      expect(
        rows.length,
        `the journey fills ${report.code}; what is true of no row proves nothing`,
      ).toBeGreaterThan(0)
    for (const link of rows.flatMap((r) => [r.link, ...Object.values(r.links)]).filter((l) => l !== null))
      expect(opens(link), `${link} is a page`).toBe(true)
    if (report.retention) expect(rows.filter((r) => r.keepUntil === null)).toEqual([])
  })

  test('its workbook holds the same rows and says no patient', async () => {
    const client = await reader(report)
    const input = await asked(client, report)
    const [one] = await pagesOf(client, report, { ...input, limit: 500 })
    const bytes = await client.download(reportEndpoints(report).export, input)
    const [sheet] = await readXlsx(Buffer.from(bytes))
    const rows = sheet?.data ?? []
    expect(rows[2]?.slice(0, report.columns.length)).toEqual(report.columns.map((c) => c.title))
    expect(rows.length).toBe(3 + (one?.rows.length ?? 0) + (one?.sums.length ?? 0))
    expect(JSON.stringify(rows)).not.toMatch(/罗桂英|邓国强|0482771016/)
    expect(JSON.stringify(one)).not.toMatch(/罗桂英|邓国强|0482771016/)
  })

  test('the authority reads it with the same rows; the authority’s own books are empty', async () => {
    const client = await reader(report)
    const input = await asked(client, report)
    const own = await pagesOf(client, report, { ...input, limit: 500 })
    const seen = await pagesOf(inspector, report, { ...input, limit: 500, org: lushan })
    expect(seen.flatMap((p) => p.rows.map((r) => r.cells))).toEqual(
      own.flatMap((p) => p.rows.map((r) => r.cells)),
    )
    for (const link of seen.flatMap((p) => p.rows.map((r) => r.link)).filter((l) => l !== null))
      expect(link).toContain(`org=${lushan}`)
    const [none] = await pagesOf(inspector, report, input)
    expect(none?.rows).toEqual([])
  })

  test('a cursor that it did not write, and a period of ten years, are refused', async () => {
    const client = await reader(report)
    const input = await asked(client, report)
    const { read } = reportEndpoints(report)
    expect(await refusalOf(client.call(read, { ...input, after: 'bm90IG1pbmU' }))).toBe('INPUT_INVALID')
    if ('from' in report.filters)
      expect(await refusalOf(client.call(read, { ...input, from: '2016-01-01', to: '2026-01-01' }))).toBe(
        'REPORT_PERIOD_TOO_LONG',
      )
  })
})

test('personal data in clear leaves the reason in an event, and is for who may see it', async () => {
  const report = allReports.find((r) => r.columns.some((c) => c.personal))
  if (!report) return
  const head = await h.as('liuguodong@lushan')
  const question = { code: report.code, filters: whole, reason: '飞行检查调阅' }
  const page = await head.call(revealReport, question)
  expect(page.rows.length).toBeGreaterThan(0)
  expect(await refusalOf((await h.as('wangxuemei@lushan')).call(revealReport, question))).toBe('FORBIDDEN')
  const [event] = await h.auditor.transaction(
    (tx) => tx<{ bytes: string }[]>`
      select convert_from(bytes, 'utf8') as bytes from audit.event where type = 'report.reveal' order by id desc limit 1`,
  )
  expect(event?.bytes).toContain('reason')
  expect(event?.bytes).not.toContain('飞行检查调阅')
})
