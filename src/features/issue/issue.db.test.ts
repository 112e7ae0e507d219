import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectAs, type Client } from '#apps/client.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import { attest } from '#core/identity/contract.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import { reverseMovement } from '#features/correction/contract.ts'
import { refusalOf, startHospital, witness, type Hospital } from '#test/harness.ts'
import { createIssue, findStock, issuePeople, listIssues, readIssue, revealPatient } from './contract.ts'
import { issue, patient, stockUp, surgery, theatreOf, type IssueInput, type Theatre } from './testKit.ts'

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

describe('sent again', () => {
  test('a double click and a retry after a time-out are one issue', async () => {
    const input = one({ refNo: 'SS-1123-DOUBLE' })
    const credential = { method: 'password' as const, account: 'hezhiyuan@lushan', secret: demoPassword }
    const { attestation } = await li.call(attest, { endpoint: 'issue.create', input, credential })
    const key = randomUUID()
    const before = await unitsAt('B01', box(sufentanil, 2))
    const [a, b] = await Promise.all([
      li.call(createIssue, input, { key, attestation }),
      li.call(createIssue, input, { key, attestation }),
    ])
    expect(a).toEqual(b)
    // The answer was lost: the page asks once more with the same key.
    expect(await li.call(createIssue, input, { key, attestation })).toEqual(a)
    expect(await unitsAt('B01', box(sufentanil, 2))).toBe(before - 1)
    expect((await li.call(listIssues, { q: 'SS-1123-DOUBLE' })).total).toBe(1)
    // The same key for something else, or the same signature for a second act: refused.
    expect(await refusalOf(li.call(createIssue, one({ refNo: 'SS-OTHER' }), { key, attestation }))).toBe(
      'IDEMPOTENCY_KEY_REUSED',
    )
    expect(await refusalOf(li.call(createIssue, input, { attestation }))).toBe('WITNESS_EXPIRED')
  })
})

describe('the patient', () => {
  test('is masked in the list and in the case', async () => {
    const { id } = await issue(h, one())
    const row = (await li.call(listIssues, {})).rows.find((r) => r.id === id)
    expect(row?.patientName).toBe('邓**')
    const seen = await li.call(readIssue, { id })
    expect(seen.patient).toEqual({
      name: '邓**',
      sex: '女',
      age: 54,
      recordNo: '0482****16',
      idNo: '4301****22',
    })
    expect(JSON.stringify([row, seen])).not.toContain(patient.name)
    // Nor can the list be asked for a name.
    expect((await li.call(listIssues, { q: patient.name })).total).toBe(0)
  })

  test('is shown in full to who may, for a reason, and that leaves an event', async () => {
    const { id } = await issue(h, one())
    expect(await refusalOf(li.call(revealPatient, { id, reason: '核对' }))).toBe('FORBIDDEN')
    const head = await h.as('liuguodong@lushan')
    expect(await refusalOf(head.call(revealPatient, { id, reason: '' }))).toBe('INPUT_INVALID')
    expect(await head.call(revealPatient, { id, reason: '家属投诉，核对用药' })).toEqual({ ...patient })
    const events = await h.db.asOrg(
      map.orgId,
      (tx) => tx<{ text: string }[]>`
      select convert_from(bytes, 'UTF8') as text from audit.event where type = 'issue.reveal' and subject_id = ${id}`,
    )
    expect(events).toHaveLength(1)
    expect(events[0]?.text).not.toContain('家属投诉')
  })

  test('is in no event: neither name, record number, identity, nor diagnosis', async () => {
    const rows = await h.auditor.transaction(
      (tx) => tx<{ text: string }[]>`select convert_from(bytes, 'UTF8') as text from audit.event`,
    )
    expect(rows.length).toBeGreaterThan(20)
    const all = rows.map((r) => r.text).join('\n')
    for (const secret of [patient.name, patient.recordNo, patient.idNo, '胆囊结石', '腹腔镜', '受潮'])
      expect(all).not.toContain(secret)
    const [refusals] = await h.auditor.transaction(
      (tx) => tx<{ n: number }[]>`
      select count(*)::int as n from audit.refusal where facts::text like ${`%${patient.name}%`}`,
    )
    expect(refusals?.n).toBe(0)
  })
})

describe('the list', () => {
  test('pages, sorts and filters', async () => {
    const all = await li.call(listIssues, { pageSize: 500 })
    expect(all.total).toBe(all.rows.length)
    const second = await li.call(listIssues, { pageSize: 2, page: 2 })
    expect(second.rows.map((r) => r.id)).toEqual(all.rows.slice(2, 4).map((r) => r.id))
    expect(second.total).toBe(all.total)
    const byHolder = await li.call(listIssues, { holderId: map.user('zhaomin@lushan') })
    expect(byHolder.rows.map((r) => r.holder)).toEqual(['赵敏'])
    const drug = await li.call(listIssues, { drugId: map.drug('PS1001') })
    expect(drug.total).toBe(2)
    const due = await li.call(listIssues, { sort: 'state', pageSize: 500 })
    const dues = due.rows.map((r) => r.dueAt)
    expect(dues).toEqual(dues.toSorted())
    expect(await refusalOf(li.call(listIssues, { sort: 'patient_name' }))).toBe('INPUT_INVALID')
    expect((await li.call(listIssues, { left: 'content' })).total).toBe(0)
    expect((await li.call(listIssues, { left: 'intact' })).total).toBe(all.total)
  })

  test('past its time an open account is overdue', async () => {
    h.clock.advance(9 * 3_600_000)
    const later = await connectAs(h.transport, 'liqian@lushan', demoPassword)
    const overdue = await later.call(listIssues, { state: 'overdue', pageSize: 500 })
    const open = await later.call(listIssues, { state: 'open', pageSize: 500 })
    expect(overdue.rows.every((r) => r.kind === 'surgery' && r.state === 'overdue')).toBe(true)
    expect(open.rows.map((r) => r.kind)).toEqual(['prescription'])
    expect((await later.call(listIssues, { state: 'closed' })).total).toBe(0)
    // Both together: everything that is not closed.
    expect((await later.call(listIssues, { state: 'pending' })).total).toBe(overdue.total + open.total)
    expect((await later.call(readIssue, { id: overdue.rows[0]?.id ?? 0 })).state).toBe('overdue')
    expect((await later.call(listIssues, { sort: 'state' })).rows[0]?.state).toBe('overdue')
  })
})

describe('tomorrow and later', () => {
  test('an issue taken back goes back into its box, and the labels can be made again', async () => {
    const again = await connectAs(h.transport, 'liqian@lushan', demoPassword)
    const code = box(sufentanil, 1)
    const input = one({ picks: [{ code, units: 2 }], plan: [{ drugId: map.drug('NAR017'), units: 2 }] })
    const first = await again.call(createIssue, input, witness('hezhiyuan@lushan'))
    await again.call(
      reverseMovement,
      { id: first.movementId, reason: '手术取消' },
      witness('liuguodong@lushan'),
    )
    expect(await unitsAt('B01', code)).toBe(10)
    const seen = await again.call(readIssue, { id: first.id })
    expect(seen).toMatchObject({ state: 'closed', intactUnits: 0 })
    expect(seen.drugs[0]?.units.map((u) => [u.issued, u.intact])).toEqual([
      [0, 0],
      [0, 0],
    ])
    // All ten can still leave the box.
    const whole = one({ picks: [{ code, units: 10 }], plan: [{ drugId: map.drug('NAR017'), units: 10 }] })
    const second = await again.call(createIssue, whole, witness('hezhiyuan@lushan'))
    expect(second.labels.map((l) => l.unitNo)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  })

  test('an expired lot and an expired qualification are refused on the day', async () => {
    h.clock.set('2026-12-01T02:00:00.000Z')
    const la = await connectAs(h.transport, 'liqian@lushan', demoPassword)
    const lot = await h.db.asOrg(
      map.orgId,
      (tx) => tx<{ code: string }[]>`
      select code from ledger.code where drug_id = ${map.drug('NAR012')} and lot_id = (select id from ledger.lot where lot_no = 'F-EARLY') and kind <> 'UNIT'`,
    )
    const expired = surgery(map, {
      locationId: map.place('C01').id,
      plan: [{ drugId: map.drug('NAR012'), units: 1 }],
      picks: [{ code: lot[0]?.code ?? '', units: 1 }],
    })
    expect(await refusalOf(la.call(createIssue, expired, witness('hezhiyuan@lushan')))).toBe('LOT_EXPIRED')
    h.clock.set('2040-01-04T02:00:00.000Z')
    const lb = await connectAs(h.transport, 'liqian@lushan', demoPassword)
    expect(await refusalOf(lb.call(createIssue, one(), witness('hezhiyuan@lushan')))).toBe(
      'WITNESS_UNQUALIFIED',
    )
    expect(await refusalOf(lb.call(createIssue, one(), { attestation: 'x'.repeat(43) }))).toBe('UNQUALIFIED')
    h.clock.set('2026-11-24T02:00:00.000Z')
  })
})

test('another hospital knows nothing of it', async () => {
  const tan = await connectAs(h.transport, 'tanyong@huaichuan', demoPassword)
  const id =
    (await (await connectAs(h.transport, 'liqian@lushan', demoPassword)).call(listIssues, {})).rows[0]?.id ??
    0
  expect(await refusalOf(tan.call(readIssue, { id }))).toBe('NOT_FOUND')
  expect((await tan.call(listIssues, {})).total).toBe(0)
  expect((await tan.call(listIssues, { org: map.orgId })).total).toBe(0)
})

test('the authority reads, and a revealed patient leaves a trace in its own log', async () => {
  const he = await connectAs(h.transport, 'hemingyuan@cswjw', demoPassword)
  const list = await he.call(listIssues, { org: map.orgId })
  expect(list.total).toBeGreaterThan(5)
  const id = list.rows[0]?.id ?? 0
  expect((await he.call(readIssue, { id })).patient.name).toBe('邓**')
  expect(await he.call(revealPatient, { id, reason: '专项检查' })).toMatchObject({ name: patient.name })
  expect(await refusalOf(he.call(issuePeople, {}))).toBe('FORBIDDEN')
  expect(await refusalOf(he.call(createIssue, one()))).toBe('FORBIDDEN')
})
