import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Client } from '#apps/client.ts'
import { dayOf, startOfDay } from '#core/clock.ts'
import { daysFollower } from '#core/ledger/daily.ts'
import { askReport, type ReportPage, type ReportRow } from '#core/reports/contract.ts'
import { followAll, refusalOf, startHospital, type Hospital } from '#test/harness.ts'
import { boxCode, perform, setStage, type Act, type Outcome, type Stage } from '#test/ledger.model.ts'

// Reports against the plain fold of the entries, after a random history of sixty days with late records and 红冲.
let h: Hospital
let head: Client
let stage: Stage
/** Places of the stage that a report can be asked for by number. */
let places = new Map<string, number>()
const start = Date.parse('2026-09-01T00:10:00.000Z')
const end = start + 60 * 86_400_000
const instants: string[] = []

interface Entry {
  readonly at: string
  readonly occurredAt: string
  readonly kind: string
  readonly reversal: boolean
  readonly from: number
  readonly to: number
  readonly quantity: number
}
let entries: readonly Entry[] = []

beforeAll(async () => {
  h = await startHospital()
  head = await h.as('liuguodong@lushan')
  stage = await setStage(h.db)
  places = await h.db.asOrg(stage.orgId, async (tx) => {
    const named = { vault: stage.accounts.vault, pharmacy: stage.accounts.pharmacy }
    const rows = await Promise.all(
      Object.entries(named).map(
        async ([name, accountId]) =>
          [
            name,
            (
              await tx<{ id: number }[]>`
                insert into place.location (org_id, code, name, kind, tier, account_id)
                values (${stage.orgId}, ${`T-${name}`}, ${`试验${name}`}, 'store', 1, ${accountId}) returning id`
            )[0]?.id ?? 0,
          ] as const,
      ),
    )
    return new Map(rows)
  })
  await live(
    fc.sample(
      fc.array(fc.tuple(fc.nat(13), fc.nat(1000), fc.nat(1000), fc.nat(1000)), {
        minLength: 320,
        maxLength: 320,
      }),
      { numRuns: 1, seed: 20_261_125 },
    )[0] ?? [],
  )
  entries = await h.auditor.transaction(
    (tx) => tx<Entry[]>`
      select e.recorded_at as at, m.occurred_at, m.kind, m.reverses_id is not null as reversal, e.source_id as "from", e.destination_id as "to", e.quantity
      from ledger.entry e join ledger.movement m on m.org_id = e.org_id and m.id = e.movement_id
      where e.org_id = ${stage.orgId} and e.item = 'intact' and e.lot_id = ${stage.lotId}`,
  )
  expect(entries.length).toBeGreaterThan(140)
  expect(entries.filter((e) => e.reversal).length).toBeGreaterThan(3)
  expect(entries.filter((e) => e.occurredAt < e.at).length).toBeGreaterThan(20)
}, 120_000)
afterAll(() => h.stop())

/** Acts one after the other, each some hours later than the last; every third is written down a day late. */
async function live(numbers: readonly (readonly [number, number, number, number])[]): Promise<void> {
  const boxes: number[] = []
  const labels: string[] = []
  const done: Outcome[] = []
  const step = (end - start) / numbers.length
  for (const [i, n] of numbers.entries()) {
    // The sums of days know the first half; the rest is still only entries when the reports are read.
    if (i === Math.floor(numbers.length / 2)) await followAll(h, daysFollower)
    const at = new Date(start + Math.floor(i * step)).toISOString()
    const occurredAt = i % 3 === 0 ? new Date(Date.parse(at) - 86_400_000).toISOString() : at
    instants.push(at)
    const act = actOf(n, boxes, labels, done, i)
    const outcome = await perform({ ...stage, recordedAt: at, occurredAt }, act)
    if (outcome.refusal !== undefined) continue
    if (act.type === 'receive') boxes.push(act.box)
    labels.push(...outcome.labels)
    if (act.type === 'reverse')
      done.splice(
        done.findIndex((d) => d.movementId === act.movement),
        1,
      )
    else done.push(outcome)
  }
}

const pick = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(1, list.length)]

function actOf(
  [kind, a, b, c]: readonly [number, number, number, number],
  boxes: readonly number[],
  labels: readonly string[],
  done: readonly Outcome[],
  i: number,
): Act {
  const box = pick(boxes, a)
  const unit = pick(labels, a) ?? `${boxCode(0)}-01`
  const hand = b % 2 === 0 ? ('hand1' as const) : ('hand2' as const)
  const back = pick(done.slice(-4), a)
  if (box === undefined || kind <= 1) return { type: 'receive', box: 7_000 + i }
  if (kind <= 3) return { type: 'send', box, units: (c % 12) + 1 }
  if (kind <= 5) return { type: 'accept', box, units: (c % 12) + 1 }
  if (kind === 6) return { type: 'sendBack', box, units: (c % 4) + 1 }
  if (kind <= 8) return { type: 'issue', box, units: (c % 4) + 1, hand }
  if (kind === 9) return { type: 'open', unit, hand }
  if (kind === 10) return { type: 'return', unit, hand }
  if (kind === 11) return { type: 'breakage', unit, hand }
  if (back?.movementId !== undefined && back.kind)
    return { type: 'reverse', movement: back.movementId, lines: back.lines, kind: back.kind }
  return { type: 'open', unit, hand }
}

const inside = () =>
  new Set<number>((['vault', 'pharmacy', 'transit', 'hand1', 'hand2'] as const).map((p) => stage.accounts[p]))

/** Units by account of what a test of an entry lets through. */
function fold(through: (e: Entry) => boolean): Map<number, number> {
  const held = new Map<number, number>()
  for (const e of entries.filter(through)) {
    held.set(e.from, (held.get(e.from) ?? 0) - e.quantity)
    held.set(e.to, (held.get(e.to) ?? 0) + e.quantity)
  }
  return new Map([...held].filter(([account, units]) => inside().has(account) && units !== 0))
}

async function read(code: string, input: Record<string, unknown>): Promise<ReportPage> {
  return head.call(askReport(code), { limit: 500, drugId: stage.drugId, ...input })
}

const figure = (row: ReportRow | undefined, key: string): number => Number(row?.cells[key] ?? 0)

/** What a figure's link opens, asked as the page would ask it. */
async function opened(link: string): Promise<ReportPage> {
  const url = new URL(link, 'http://house')
  return head.call(askReport(url.pathname.split('/').at(-1) ?? ''), {
    limit: 500,
    ...Object.fromEntries(url.searchParams),
  })
}

const someInstant = fc
  .nat(instants.length + 280)
  .map((n) => new Date(start - 86_400_000 + n * 6 * 3_600_000 + (n % 7)).toISOString())

test('stock by lot and place at any instant is the fold of what was recorded, or had happened, by then', async () => {
  await fc.assert(
    fc.asyncProperty(someInstant, fc.constantFrom('recorded', 'occurred'), async (asOf, by) => {
      const page = await read('stockLots', { asOf, by })
      const want = fold((e) => (by === 'recorded' ? e.at : e.occurredAt) <= asOf)
      const got = page.rows.map(
        (r) =>
          [
            Number(new URL(r.link ?? '', 'http://house').searchParams.get('accountId')),
            figure(r, 'units'),
          ] as const,
      )
      expect(new Map(got)).toEqual(want)
      const sku = (await read('stockSku', { asOf, by })).rows[0]
      expect(figure(sku, 'total')).toBe([...want.values()].reduce((n, units) => n + units, 0))
    }),
    { numRuns: 10, seed: 7 },
  )
})

test('the stock of each drug at an instant, from the sums of days, is that of its lots', async () => {
  for (const asOf of [instants[40], instants[170], instants[300]]) {
    const lots = await read('stockLots', { asOf })
    const sku = await read('stockSku', { asOf })
    const units = lots.rows.reduce((n, row) => n + figure(row, 'units'), 0)
    expect(figure(sku.rows[0], 'total')).toBe(units)
    const held = await read('stockLots', { asOf, where: 'custody' })
    const hands = held.rows.reduce((n, row) => n + figure(row, 'units'), 0)
    expect(figure(sku.rows[0], 'custody')).toBe(hands)
  }
})

test('now is the last instant', async () => {
  const now = await read('stockLots', {})
  const late = await read('stockLots', { asOf: new Date(end + 86_400_000).toISOString() })
  expect(now.rows.map((r) => r.cells['units'])).toEqual(late.rows.map((r) => r.cells['units']))
})

test('a figure of stock opens the entries that add up to it', async () => {
  const asOf = instants[220] ?? ''
  const { rows } = await read('stockLots', { asOf })
  expect(rows.length).toBeGreaterThan(1)
  for (const row of rows) {
    const page = await opened(row.links['units'] ?? '')
    expect(page.sums.find((s) => s.key === 'delta')?.sum).toBe(figure(row, 'units'))
  }
})

const window = fc
  .tuple(fc.nat(60), fc.nat(25))
  .map(
    ([from, days]) =>
      [from, from + days].map((d) => dayOf(new Date(start + d * 86_400_000))) as [string, string],
  )

test('opening + in − out = closing, for the hospital and for a place, and each figure opens to its entries', async () => {
  await fc.assert(
    fc.asyncProperty(
      window,
      fc.constantFrom('all', 'vault', 'pharmacy', 'hand1', 'place vault', 'place pharmacy'),
      async ([from, to], where) => {
        const placeId = places.get(where.replace('place ', ''))
        const byPlace = where.startsWith('place ')
        const accountId = where === 'all' ? undefined : stage.accounts[where.replace('place ', '') as 'vault']
        const mine = accountId === undefined ? inside() : new Set([accountId])
        const units = (held: Map<number, number>) =>
          [...held].filter(([a]) => mine.has(a)).reduce((n, [, q]) => n + q, 0)
        const [first, past] = [
          startOfDay(from),
          new Date(Date.parse(startOfDay(to)) + 86_400_000).toISOString(),
        ]
        const page = await read('turnover', {
          from,
          to,
          ...(byPlace ? { placeId } : accountId ? { accountId } : {}),
        })
        const row = page.rows[0]
        expect(figure(row, 'opening')).toBe(units(fold((e) => e.at < first)))
        expect(figure(row, 'closing')).toBe(units(fold((e) => e.at < past)))
        const bought = entries
          .filter(
            (e) =>
              e.at >= first && e.at < past && e.kind === 'receive' && mine.has(e.from) !== mine.has(e.to),
          )
          .reduce((n, e) => n + (e.reversal ? -e.quantity : e.quantity), 0)
        expect(figure(row, 'bought')).toBe(bought)
        if (!row) return
        for (const key of ['bought', 'otherIn', 'used', 'otherOut']) {
          const page = await opened(row.links[key] ?? '')
          const delta = page.sums.find((s) => s.key === 'delta')?.sum ?? 0
          const out = key === 'used' || key === 'otherOut'
          expect(out ? 0 - delta : delta, `${key} of ${where}`).toBe(figure(row, key))
        }
        for (const key of ['opening', 'closing']) {
          const lots = await opened(row.links[key] ?? '')
          expect(lots.sums.find((s) => s.key === 'units')?.sum ?? 0).toBe(figure(row, key))
        }
      },
    ),
    { numRuns: 18, seed: 11 },
  )
})

test('a period of more than three years is too long, except for the life of one lot', async () => {
  const long = { from: '2000-01-01', to: '2026-11-23' }
  expect(await refusalOf(read('entries', long))).toBe('REPORT_PERIOD_TOO_LONG')
  expect((await read('entries', { ...long, lotId: stage.lotId })).rows.length).toBeGreaterThan(0)
})
