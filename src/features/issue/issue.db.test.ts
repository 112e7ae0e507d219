import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client } from '#apps/client.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import { attest } from '#core/identity/contract.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import { refusalOf, startHospital, witness, type Hospital } from '#test/harness.ts'
import { createIssue, findStock, issuePeople, listIssues, readIssue } from './contract.ts'
import { issue, stockUp, surgery, theatreOf, type IssueInput, type Theatre } from './testKit.ts'

let h: Hospital
let map: Theatre
let li: Client
let sufentanil: string[]
let midazolam: string[]
beforeAll(async () => {
  h = await startHospital()
  map = await theatreOf(h)
  li = await h.as('liqian@lushan')
  const boxes = await stockUp(h, 'B01', [
    { drug: 'NAR017', lotNo: 'S2609118', boxes: 3 },
    { drug: 'PS1005', lotNo: 'M2609033', boxes: 2 },
  ])
  sufentanil = boxes[0] ?? []
  midazolam = boxes[1] ?? []
})
afterAll(async () => {
  expect(await h.auditor.transaction(verifyLedger)).toEqual([])
  await h.stop()
})

const box = (codes: string[], i: number): string => codes[i] ?? ''
const one = (over: Partial<IssueInput> = {}): IssueInput =>
  surgery(map, {
    plan: [{ drugId: map.drug('NAR017'), units: 1 }],
    picks: [{ code: box(sufentanil, 2), units: 1 }],
    ...over,
  })

/** Units in 手术药房 under one code. */
async function unitsAt(place: string, code: string): Promise<number> {
  const [row] = await h.db.asOrg(
    map.orgId,
    (tx) => tx<{ q: number }[]>`
    select coalesce(sum(quantity), 0)::int as q from ledger.balance where account_id = ${map.place(place).accountId} and code = ${code}`,
  )
  return row?.q ?? 0
}

describe('a surgery with two drugs from partial boxes', () => {
  let id: number
  test('what leaves a box gets its own label, the box keeps the rest', async () => {
    const plan = [
      { drugId: map.drug('NAR017'), units: 2 },
      { drugId: map.drug('PS1005'), units: 1 },
    ]
    const made = await issue(
      h,
      surgery(map, {
        plan,
        picks: [
          { code: box(midazolam, 0), units: 1 },
          { code: box(sufentanil, 0), units: 2 },
        ],
      }),
    )
    id = made.id
    expect(made.no).toBe('LY-20261123-01')
    const labels = made.labels.map((l) => [l.code, l.parent, l.unitNo])
    expect(labels).toEqual(
      expect.arrayContaining([
        [`${box(sufentanil, 0)}-01`, box(sufentanil, 0), 1],
        [`${box(sufentanil, 0)}-02`, box(sufentanil, 0), 2],
        [`${box(midazolam, 0)}-01`, box(midazolam, 0), 1],
      ]),
    )
    expect(await unitsAt('B01', box(sufentanil, 0))).toBe(8)
    expect(await unitsAt('B01', `${box(sufentanil, 0)}-01`)).toBe(0)
  })

  test('the next one out of the same box goes on counting', async () => {
    const made = await issue(h, one({ picks: [{ code: box(sufentanil, 0), units: 1 }] }))
    expect(made.labels.map((l) => l.unitNo)).toEqual([3])
  })

  test('the case shows what is in the hand, and since when', async () => {
    const seen = await li.call(readIssue, { id })
    expect(seen).toMatchObject({
      kind: 'surgery',
      state: 'open',
      holder: '陈思远',
      doctor: '陈思远',
      anaesthetist: '陈思远',
      issuedBy: '李倩',
      checkedBy: '何志远',
      location: '手术药房',
      issuedUnits: 3,
      intactUnits: 3,
      containers: 0,
      openContents: 0,
      dueAt: '2026-11-23T14:05:00.000Z',
    })
    expect(seen.drugs.map((d) => [d.name, d.plannedUnits, d.issuedUnits, d.units.length])).toEqual([
      ['枸橼酸舒芬太尼注射液', 2, 2, 2],
      ['咪达唑仑注射液', 1, 1, 1],
    ])
    expect(seen.drugs[0]?.units[0]).toMatchObject({
      code: `${box(sufentanil, 0)}-01`,
      lotNo: 'S2609118',
      issued: 1,
      intact: 1,
      opened: 0,
      returned: 0,
      handedOver: 0,
      contentOpened: 0,
      contentLeft: 0,
      containersOwed: 0,
    })
    expect(seen.statement.map((s) => [s.kind, s.counterparty, s.intact, s.actor, s.witness])).toEqual([
      ['issue', '手术药房', 2, '李倩', '何志远'],
      ['issue', '手术药房', 1, '李倩', '何志远'],
    ])
  })
})

test('a prescription: its account is due within the day', async () => {
  const { id } = await issue(
    h,
    one({
      kind: 'prescription',
      refNo: 'CF-1123-0031',
      title: '癌痛，静脉泵注',
      doctorId: map.user('sunli@lushan'),
      anaesthetistId: undefined,
      holderId: map.user('zhaomin@lushan'),
    }),
  )
  const seen = await li.call(readIssue, { id })
  expect(seen).toMatchObject({
    kind: 'prescription',
    holder: '赵敏',
    doctor: '孙立',
    anaesthetist: null,
    dueAt: '2026-11-24T06:05:00.000Z',
  })
  expect(await li.call(listIssues, { kind: 'prescription' })).toMatchObject({ total: 1, rows: [{ id }] })
})

test('a scan at the desk says what it is, what is left, and which labels come next', async () => {
  const at = { locationId: map.place('B01').id }
  const found = await li.call(findStock, { ...at, raw: ` ${box(sufentanil, 0)}` })
  expect(found).toMatchObject({
    code: box(sufentanil, 0),
    lotNo: 'S2609118',
    haveUnits: 7,
    splits: true,
    nextNos: [4, 5, 6, 7, 8, 9, 10],
  })
  expect(await refusalOf(li.call(findStock, { ...at, raw: `${box(sufentanil, 0)}-01` }))).toBe(
    'CODE_NOT_HERE',
  )
  expect(
    await refusalOf(li.call(findStock, { locationId: map.place('C01').id, raw: box(sufentanil, 0) })),
  ).toBe('CODE_NOT_HERE')
  expect(await refusalOf(li.call(findStock, { ...at, raw: '81902360000000000000' }))).toBe(
    'CODE_NEVER_RECEIVED',
  )
  expect(await refusalOf(li.call(findStock, { ...at, raw: '6901234567892' }))).toBe('CODE_IS_PRODUCT_BARCODE')
})

describe('people', () => {
  test('who may stand on an issue', async () => {
    const people = await li.call(issuePeople, {})
    expect(people.prescribers.map((p) => p.name).toSorted()).toEqual(['孙立', '林悦', '陈思远'])
    const holders = people.holders.map((p) => p.name)
    expect(holders).toEqual(expect.arrayContaining(['陈思远', '周婧', '赵敏']))
    // Who dispenses, or only keeps the vault, does not use.
    expect(holders).not.toContain('李倩')
    expect(holders).not.toContain('王雪梅')
  })

  test('prescriber, dispenser, checker and holder must be qualified', async () => {
    expect(await refusalOf(issue(h, one({ doctorId: map.user('qianming@lushan') })))).toBe(
      'PRESCRIBER_UNQUALIFIED',
    )
    expect(await refusalOf(issue(h, one({ anaesthetistId: map.user('zhoujing@lushan') })))).toBe(
      'PRESCRIBER_UNQUALIFIED',
    )
    expect(await refusalOf(issue(h, one({ holderId: map.user('qianming@lushan') })))).toBe('UNQUALIFIED')
    expect(await refusalOf(issue(h, one({ holderId: map.user('liqian@lushan') })))).toBe('UNQUALIFIED')
    expect(await refusalOf(issue(h, one({ holderId: 999_999_999 })))).toBe('NOT_FOUND')
  })

  test('the checker is another person with 调剂资格', async () => {
    expect(await refusalOf(li.call(createIssue, one(), witness('liqian@lushan')))).toBe('WITNESS_IS_ACTOR')
    expect(await refusalOf(li.call(createIssue, one(), witness('zhoujing@lushan')))).toBe(
      'WITNESS_UNQUALIFIED',
    )
    expect(await refusalOf(li.call(createIssue, one(), witness('wangxuemei@lushan')))).toBe(
      'WITNESS_UNQUALIFIED',
    )
    expect(await refusalOf(li.call(createIssue, one()))).toBe('WITNESS_REQUIRED')
    const nurse = await h.as('zhoujing@lushan')
    expect(await refusalOf(nurse.call(createIssue, one(), witness('liqian@lushan')))).toBe('FORBIDDEN')
  })

  test('what was checked is what is issued', async () => {
    const credential = { method: 'password' as const, account: 'hezhiyuan@lushan', secret: demoPassword }
    const { attestation } = await li.call(attest, { endpoint: 'issue.create', input: one(), credential })
    const more = one({ diagnosis: '另一种病' })
    expect(await refusalOf(li.call(createIssue, more, { attestation }))).toBe('WITNESS_CONTENT_CHANGED')
  })
})

describe('quantities', () => {
  const plan = (units: number) => [{ drugId: map.drug('NAR017'), units }]

  test('no more than planned, and nothing that is not', async () => {
    expect(await refusalOf(issue(h, one({ picks: [{ code: box(sufentanil, 2), units: 2 }] })))).toBe(
      'ISSUE_OVER_PLAN',
    )
    expect(await refusalOf(issue(h, one({ picks: [{ code: box(midazolam, 0), units: 1 }] })))).toBe(
      'ISSUE_OVER_PLAN',
    )
    expect(await refusalOf(issue(h, one({ plan: [...plan(1), ...plan(1)] })))).toBe('ALREADY_EXISTS')
    expect(
      await refusalOf(
        issue(
          h,
          one({
            picks: [
              { code: box(sufentanil, 2), units: 1 },
              { code: box(sufentanil, 2), units: 1 },
            ],
            plan: plan(2),
          }),
        ),
      ),
    ).toBe('CODE_SCANNED_TWICE')
  })

  test('less than planned is issued as it is', async () => {
    const { id } = await issue(h, one({ plan: plan(3) }))
    expect((await li.call(readIssue, { id })).drugs[0]).toMatchObject({ plannedUnits: 3, issuedUnits: 1 })
  })

  test('no more than there is, and only what is here', async () => {
    expect(
      await refusalOf(issue(h, one({ plan: plan(11), picks: [{ code: box(sufentanil, 1), units: 11 }] }))),
    ).toBe('BALANCE_SHORT')
    expect(await refusalOf(issue(h, one({ picks: [{ code: '81902360000000000000', units: 1 }] })))).toBe(
      'CODE_NEVER_RECEIVED',
    )
    expect(await refusalOf(issue(h, one({ locationId: map.place('C01').id })))).toBe('CODE_NOT_HERE')
    expect(await refusalOf(issue(h, one({ picks: [{ code: `${box(sufentanil, 0)}-01`, units: 1 }] })))).toBe(
      'CODE_NOT_HERE',
    )
    expect(await refusalOf(issue(h, one({ locationId: map.place('B02').id })))).toBe('NOT_FOUND')
  })

  test('the time limit may be shortened, not put off', async () => {
    expect(await refusalOf(issue(h, one({ dueAt: '2026-11-23T06:00:00.000Z' })))).toBe('INPUT_INVALID')
    expect(await refusalOf(issue(h, one({ dueAt: '2030-01-01T00:00:00.000Z' })))).toBe('INPUT_INVALID')
    const { id } = await issue(h, one({ dueAt: '2026-11-23T17:30:00+08:00' }))
    expect(await li.call(readIssue, { id })).toMatchObject({ dueAt: '2026-11-23T09:30:00.000Z' })
  })
})

test('first to expire goes first, unless somebody says why', async () => {
  const [early, late] = await stockUp(h, 'C01', [
    { drug: 'NAR012', lotNo: 'F-EARLY', expiry: '2026-11-30', boxes: 1 },
    { drug: 'NAR012', lotNo: 'F-LATE', expiry: '2029-08-31', boxes: 1 },
  ])
  const base = { locationId: map.place('C01').id, plan: [{ drugId: map.drug('NAR012'), units: 1 }] }
  const of = (code: string, fefoReason?: string) =>
    surgery(map, { ...base, picks: [{ code, units: 1 }], fefoReason })
  expect(await refusalOf(issue(h, of(late?.[0] ?? '')))).toBe('FEFO_BROKEN')
  const told = await issue(h, of(late?.[0] ?? '', '前批外盒受潮，已报待查'))
  expect(await li.call(readIssue, { id: told.id })).toMatchObject({ fefoReason: '前批外盒受潮，已报待查' })
  await issue(h, of(early?.[0] ?? ''))
})

test('the last ampoule, wanted by two at the same moment, goes to exactly one', async () => {
  const [codes] = await stockUp(h, 'B01', [{ drug: 'PS1001', lotNo: 'K2609001', boxes: 1 }])
  const of = (units: number) =>
    surgery(map, {
      plan: [{ drugId: map.drug('PS1001'), units }],
      picks: [{ code: codes?.[0] ?? '', units }],
    })
  await issue(h, of(9))
  const he = await h.as('hezhiyuan@lushan')
  const both = await Promise.all([
    refusalOf(li.call(createIssue, of(1), witness('hezhiyuan@lushan'))),
    refusalOf(he.call(createIssue, of(1), witness('liqian@lushan'))),
  ])
  expect(both.toSorted()).toEqual(['BALANCE_SHORT', 'WENT THROUGH'])
  expect(await unitsAt('B01', codes?.[0] ?? '')).toBe(0)
})
