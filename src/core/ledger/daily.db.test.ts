import { afterAll, beforeAll, expect, test } from 'vitest'
import { boxCode, perform, setStage, type Stage } from '#test/ledger.model.ts'
import { followAll, startHospital, type Hospital } from '#test/harness.ts'
import { daysFollower, heldBefore, netBetween, parts, stockAt, turnover } from './daily.ts'
import { startOfDay } from '../clock.ts'
import { insideKinds } from './kinds.ts'
import { verifyLedger } from './verify.ts'

let hospital: Hospital
let stage: Stage
beforeAll(async () => {
  hospital = await startHospital()
  stage = await setStage(hospital.db)
})
afterAll(() => hospital.stop())

const on = (at: string): Stage => ({ ...stage, recordedAt: at })
const readDays = () => followAll(hospital, daysFollower)

/** What the entries say stood in each place before an instant, the slow way. */
const fold = (at: string) =>
  hospital.db.asOrg(
    stage.orgId,
    (tx) => tx`
      select account_kind, account_id, item, drug_id, lot_id, sum(q)::bigint as quantity from (
        select a.kind as account_kind, case when a.kind in ('location', 'quarantine', 'empties') then a.id else 0 end as account_id, e.item,
          e.drug_id, e.lot_id, case when a.id = e.destination_id then e.quantity else -e.quantity end as q
        from ledger.entry e join ledger.account a on a.org_id = e.org_id and a.id in (e.source_id, e.destination_id)
        where e.org_id = ${stage.orgId} and e.recorded_at < ${at}) x
      group by 1, 2, 3, 4, 5 having sum(q) <> 0 order by 1, 2, 4, 5, 3`,
  )
const asked = (at: string) => hospital.db.asOrg(stage.orgId, (tx) => stockAt(tx, { orgId: stage.orgId }, at))

/** Midnight in China lies between the second and the third. */
const days = [
  '2026-11-20T02:00:00.000Z',
  '2026-11-21T15:59:00.000Z',
  '2026-11-21T16:01:00.000Z',
  '2026-11-22T09:00:00.000Z',
] as const

async function aDay(at: string, box: number): Promise<void> {
  const unit = `${boxCode(box)}-01`
  for (const act of [
    { type: 'receive', box },
    { type: 'send', box, units: 6 },
    { type: 'accept', box, units: 6 },
    { type: 'issue', box, units: 2, hand: 'hand1' },
    { type: 'open', unit, hand: 'hand1' },
    { type: 'give', unit, hand: 'hand1', content: 20 },
  ] as const) {
    const outcome = await perform(on(at), act)
    expect(outcome.refusal).toBeUndefined()
  }
}

test('stock at any instant is the fold of the entries, whatever the follower has read', async () => {
  for (const [i, at] of days.entries()) {
    await aDay(at, 9_000 + i)
    // Half of the days are read, the others are still only entries.
    if (i % 2 === 0) await readDays()
  }
  for (const at of [
    '2026-11-19T00:00:00.000Z',
    ...days,
    '2026-11-21T16:00:00.000Z',
    '2026-12-01T00:00:00.000Z',
  ])
    expect(await asked(at), at).toEqual([...(await fold(at))])
  await readDays()
  for (const at of [...days, '2026-12-01T00:00:00.000Z'])
    expect(await asked(at), at).toEqual([...(await fold(at))])
  expect(await hospital.auditor.transaction(verifyLedger)).toEqual([])
})

test('a month’s turnover tells the kinds apart, in days of China', async () => {
  const between = (from: string, to: string) =>
    hospital.db.asOrg(stage.orgId, (tx) =>
      turnover(tx, { orgId: stage.orgId, accountIds: [stage.accounts.vault] }, from, to),
    )
  const received = (rows: Awaited<ReturnType<typeof between>>) =>
    rows.find((r) => r.kind === 'receive')?.inQuantity
  // 23:59 of the 21st and 00:01 of the 22nd in China are two days.
  expect(received(await between('2026-11-21', '2026-11-21'))).toBe(10)
  expect(received(await between('2026-11-22', '2026-11-22'))).toBe(20)
  expect(received(await between('2026-11-01', '2026-11-30'))).toBe(40)
  expect((await between('2026-11-01', '2026-11-30')).find((r) => r.kind === 'send')?.outQuantity).toBe(24)
})

/** What the months' beginnings and the days since say stood inside before an instant, and the same from all entries. */
async function insideAt(at: string) {
  const held = await hospital.db.asOrg(
    stage.orgId,
    (tx) => tx`
      select account_kind, account_id, item, drug_id, lot_id, sum(net)::bigint as quantity
      from (${heldBefore(tx, { orgId: stage.orgId }, at)}) x group by 1, 2, 3, 4, 5 having sum(net) <> 0 order by 1, 2, 4, 5, 3`,
  )
  const folded = (await fold(at)).filter((row) => insideKinds.includes(row['accountKind'] as never))
  return { held: [...held], folded }
}

test('a month begins with what the one before it left, also where something of an earlier month is written down late', async () => {
  const months = ['2026-12-03T02:00:00.000Z', '2027-02-10T02:00:00.000Z', '2027-02-28T16:30:00.000Z'] as const
  const instants = [
    ...days,
    ...months,
    '2026-11-30T16:00:00.000Z',
    '2027-01-15T00:00:00.000Z',
    '2027-03-20T00:00:00.000Z',
  ]
  for (const [i, at] of months.entries()) {
    await aDay(at, 9_100 + i)
    await readDays()
  }
  const made = () =>
    hospital.auditor.transaction(
      (tx) => tx<{ n: number }[]>`select count(*)::int as n from ledger.month_made`,
    )
  // December, January, February and March.
  expect((await made())[0]?.n).toBe(4)
  // A server whose clock was behind: recorded in November, read when March had begun.
  await aDay('2026-11-25T02:00:00.000Z', 9_200)
  for (const round of ['unread', 'read']) {
    if (round === 'read') await readDays()
    for (const at of instants) {
      const { held, folded } = await insideAt(at)
      expect(held, `${round} ${at}`).toEqual(folded)
    }
  }
  expect(await hospital.auditor.transaction(verifyLedger)).toEqual([])
})

/** What came less what went in [from, to) of China's days, by the sums and by the entries. */
async function between(from: string, to: string) {
  const instants = { from: startOfDay(from), to: startOfDay(to) }
  const [sums, entries] = await hospital.db.asOrg(stage.orgId, async (tx) => [
    await tx`
      select account_kind, account_id, item, drug_id, kind, sum(net)::bigint as net
      from (${netBetween(tx, { orgId: stage.orgId }, instants)}) x group by 1, 2, 3, 4, 5 having sum(net) <> 0 order by 1, 2, 3, 4, 5`,
    await tx`
      select a.kind as account_kind, case when a.kind in ('location', 'quarantine', 'empties') then a.id else 0 end as account_id, e.item, e.drug_id,
        m.kind, sum(case when a.id = e.destination_id then e.quantity else -e.quantity end)::bigint as net
      from ledger.entry e join ledger.movement m on m.org_id = e.org_id and m.id = e.movement_id
      join ledger.account a on a.org_id = e.org_id and a.id in (e.source_id, e.destination_id) and a.kind = any (${insideKinds as string[]}::text[])
      where e.org_id = ${stage.orgId} and e.recorded_at >= ${instants.from} and e.recorded_at < ${instants.to}
      group by 1, 2, 3, 4, 5 having sum(case when a.id = e.destination_id then e.quantity else -e.quantity end) <> 0 order by 1, 2, 3, 4, 5`,
  ])
  return { sums: [...(sums ?? [])], entries: [...(entries ?? [])] }
}

test('whole months by their own sums, the days before and after by theirs', async () => {
  for (const [from, to] of [
    ['2026-11-01', '2026-12-01'],
    ['2026-11-21', '2027-03-01'],
    ['2026-11-21', '2026-11-22'],
    ['2026-11-22', '2026-12-04'],
    ['2026-12-01', '2027-02-11'],
    ['2026-01-01', '2028-01-01'],
    ['2027-02-10', '2027-02-11'],
  ] as const) {
    const { sums, entries } = await between(from, to)
    expect(sums, `${from} to ${to}`).toEqual(entries)
  }
  expect((await between('2026-11-01', '2026-12-01')).sums.length).toBeGreaterThan(5)
})

test.each([
  ['2026-11-01', '2026-12-01', [], ['2026-11-01', '2026-12-01']],
  ['2026-11-05', '2026-11-30', [['2026-11-05', '2026-11-30']], ['2026-11-05', '2026-11-05']],
  [
    '2026-11-05',
    '2027-02-03',
    [
      ['2026-11-05', '2026-12-01'],
      ['2027-02-01', '2027-02-03'],
    ],
    ['2026-12-01', '2027-02-01'],
  ],
  ['2026-12-31', '2027-01-01', [['2026-12-31', '2027-01-01']], ['2026-12-31', '2026-12-31']],
] as const)('%s to %s', (from, to, days, months) => {
  const found = parts(from, to)
  expect([found.days.map((d) => [d.from, d.to]), [found.months.from, found.months.to]]).toEqual([
    days,
    months,
  ])
})

test('the database and the program mean the same by inside', async () => {
  const [row] = await hospital.auditor.transaction(
    (tx) => tx<{ kinds: string[] }[]>`select ledger.inside_kinds() as kinds`,
  )
  expect(row?.kinds.toSorted()).toEqual([...insideKinds].toSorted())
})

test('a month’s beginning that somebody changed is found', async () => {
  const sql = (await import('postgres')).default(hospital.superUrl, { max: 1 })
  await sql`update ledger.month_start set net = net + 1 where month = '2027-02-01' and account_id = ${stage.accounts.vault} and item = 'intact'`
  const findings = await hospital.auditor.transaction(verifyLedger)
  expect(findings.map((f) => f.what)).toContain('月初结存与日结合计不一致')
  await sql`update ledger.month_start set net = net - 1 where month = '2027-02-01' and account_id = ${stage.accounts.vault} and item = 'intact'`
  await sql.end()
})

test('a month’s sum that somebody changed is found', async () => {
  const sql = (await import('postgres')).default(hospital.superUrl, { max: 1 })
  const change = (by: number) =>
    sql`update ledger.monthly set in_quantity = in_quantity + ${by} where month = '2027-02-01' and kind = 'receive' and account_kind = 'location'`
  await change(1)
  const findings = await hospital.auditor.transaction(verifyLedger)
  expect(findings.map((f) => f.what)).toContain('月合计与日结合计不一致')
  await change(-1)
  await sql.end()
})

test('a sum that somebody changed is found', async () => {
  const sql = (await import('postgres')).default(hospital.superUrl, { max: 1 })
  await sql`update ledger.daily set in_quantity = in_quantity + 1 where kind = 'receive' and account_id = ${stage.accounts.vault}`
  const findings = await hospital.auditor.transaction(verifyLedger)
  expect(findings.map((f) => f.what)).toContain('日结合计与流水不一致')
  await sql.end()
})
