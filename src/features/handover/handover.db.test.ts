import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { attest } from '#core/identity/contract.ts'
import { connectAs } from '#apps/client.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import {
  bringBack,
  checker,
  draw,
  fill,
  give,
  head,
  nurse,
  pharmacist,
  wardOf,
  type Ward,
} from '#features/baseStock/testKit.ts'
import { refusalOf, startHospital, witness, type Hospital } from '#test/harness.ts'
import { newBox } from '#test/loop.ts'
import {
  cancelHandover,
  countAll,
  countLine,
  explainDifference,
  listHandoverPlaces,
  listHandovers,
  listMissed,
  openHandover,
  planShifts,
  readHandover,
  scanCount,
  settleDay,
  signHandover,
  type HandoverDetail,
} from './contract.ts'

let h: Hospital
let w: Ward
const second = 'zhoujing@lushan'
const aWhile = 2 * 60_000
let fresh = (account: string) => h.as(account)
beforeAll(async () => {
  h = await startHospital()
  w = await wardOf(h)
  await fill(w, 6)
  h.clock.advance(aWhile)
}, 60_000)
afterAll(() => h.stop())

const begin = async (kind: 'shift' | 'day' = 'shift', placeId = w.placeId, as = nurse) =>
  (await fresh(as)).call(openHandover, { placeId, kind })
const read = async (id: number, as = nurse): Promise<HandoverDetail> =>
  (await fresh(as)).call(readHandover, { id })
const count = async (id: number, line: { item: 'intact' | 'container'; lotId: number }, units: number) =>
  (await h.as(nurse)).call(countLine, { id, item: line.item, lotId: line.lotId, units })
const sign = async (id: number, by = nurse, with_ = second) =>
  (await h.as(by)).call(signHandover, { id, version: (await read(id)).version }, witness(with_))
const only = (d: HandoverDetail) => {
  const [line] = d.lines
  if (!line || d.lines.length !== 1) throw new Error(`one line expected, not ${d.lines.length}`)
  return line
}

describe('from one shift to the next', () => {
  test('the first has no one before it; nobody hands over to themselves, and nothing is signed uncounted', async () => {
    const { id } = await begin()
    expect(only(await read(id))).toMatchObject({
      last: null,
      opening: 6,
      in: 0,
      out: 0,
      book: 6,
      counted: null,
      changed: 0,
    })
    expect(await refusalOf(begin())).toBe('HANDOVER_OPEN')
    expect(await refusalOf(sign(id, nurse, nurse))).toBe('WITNESS_IS_ACTOR')
    expect(await refusalOf(sign(id))).toBe('HANDOVER_UNCOUNTED')
    await (await h.as(nurse)).call(countAll, { id })
    await sign(id)
    expect(await refusalOf(sign(id))).toBe('DOCUMENT_CLOSED')
    const signed = await read(id)
    expect(signed).toMatchObject({
      state: 'signed',
      handedBy: '赵敏',
      takenBy: '周婧',
      differences: 0,
    })
    expect((await (await h.as(nurse)).call(listHandovers, {})).rows[0]).toMatchObject({
      id,
      sums: [{ unit: '支', units: 6 }],
    })
    expect(signed.eventHash).toMatch(/^[0-9a-f]{64}$/)
  })

  test('the next begins where it ended and knows what came and went, and by which acts', async () => {
    h.clock.advance(aWhile)
    const issue = await draw(w, 2)
    await give(w, issue, 1)
    await fill(w, 1)
    h.clock.advance(aWhile)
    const { id } = await begin()
    const d = await read(id)
    const [ampoules, empties] = d.lines
    expect(ampoules).toMatchObject({
      item: 'intact',
      last: 6,
      opening: 6,
      in: 1,
      out: 2,
      book: 5,
      changed: 0,
    })
    expect(empties).toMatchObject({ item: 'container', last: 0, book: 1 })
    expect(d.flows.map((f) => [f.title, f.in, f.out])).toEqual([
      ['调拨签收', 1, 0],
      ['领用', 0, 2],
    ])
    expect(d.hands).toMatchObject([{ holder: '赵敏', intact: 1, containers: 1 }])
    expect(d.startedAt).toBe((await read(id - 1)).signedAt)
  })

  test('a count that differs is not signed until it has a case, with both people named', async () => {
    const { id } = await latest()
    const [ampoules, empties] = (await read(id)).lines
    if (!ampoules || !empties) throw new Error('two lines')
    await count(id, ampoules, 4)
    await count(id, empties, 1)
    expect((await read(id)).lines[0]).toMatchObject({ counted: 4, difference: -1, case: null })
    expect(await refusalOf(sign(id))).toBe('HANDOVER_DIFFERENCE')
    const explain = (lotId: number, item: 'intact' | 'container' = 'intact') =>
      h
        .as(nurse)
        .then((c) =>
          c.call(explainDifference, { id, item, lotId, kind: 'unknown', reason: '清点少 1 支，正在查找' }),
        )
    expect(await refusalOf(explain(empties.lotId, 'container'))).toBe('HANDOVER_NO_DIFFERENCE')
    await explain(ampoules.lotId)
    expect((await read(id)).lines[0]?.case).toMatchObject({
      kind: 'unknown',
      previousBy: '周婧',
      foundBy: '赵敏',
      carried: false,
      discrepancyNo: 'CY-20261123-01',
    })
    // Counted again: another figure is another difference, and the case no longer fits it.
    await count(id, ampoules, 3)
    expect(await refusalOf(sign(id))).toBe('HANDOVER_DIFFERENCE')
    await count(id, ampoules, 4)
    await sign(id)
    expect(await read(id)).toMatchObject({ differences: 1, state: 'signed' })
    expect((await read(id)).lines[0]?.counts).toBe(3)
  })

  test('the same difference is carried on by its case; the books did not change behind it', async () => {
    h.clock.advance(aWhile)
    const { id } = await begin()
    const [ampoules, empties] = (await read(id)).lines
    if (!ampoules || !empties) throw new Error('two lines')
    expect(ampoules).toMatchObject({ last: 4, opening: 5, book: 5, changed: 0 })
    await count(id, ampoules, 4)
    await count(id, empties, 1)
    expect((await read(id)).lines[0]?.case).toMatchObject({ carried: true, reason: '清点少 1 支，正在查找' })
    await sign(id)
  })

  test('a signature holds for what was counted when it was given', async () => {
    h.clock.advance(aWhile)
    const { id } = await begin()
    await (await h.as(nurse)).call(countAll, { id })
    const { version, lines } = await read(id)
    const client = await h.as(nurse)
    const credential = { method: 'password' as const, account: second, secret: demoPassword }
    const { attestation } = await client.call(attest, {
      endpoint: signHandover.name,
      input: { id, version },
      credential,
    })
    await count(id, lines[0] ?? { item: 'intact', lotId: 0 }, 5)
    expect(await refusalOf(client.call(signHandover, { id, version }, { attestation }))).toBe(
      'DOCUMENT_CHANGED',
    )
    const now = (await read(id)).version
    expect(await refusalOf(client.call(signHandover, { id, version: now }, { attestation }))).toBe(
      'WITNESS_CONTENT_CHANGED',
    )
  })

  test('what moves between counting and signing is counted again', async () => {
    const { id } = await latest()
    h.clock.advance(60_000)
    await draw(w, 1)
    expect((await read(id)).lines.some((l) => l.moved)).toBe(true)
    expect(await refusalOf(sign(id))).toBe('HANDOVER_MOVED')
    const [ampoules] = (await read(id)).lines
    if (ampoules) await count(id, ampoules, 4)
    h.clock.advance(60_000)
    await sign(id)
    expect(await read(id)).toMatchObject({ state: 'signed', differences: 0 })
  })

  test('a movement that is booked behind the last signature breaks the chain and is explained', async () => {
    h.clock.advance(aWhile)
    // A machine whose clock is late by two hours: its movement lies before the signature and was not there then.
    h.clock.advance(-2 * aWhile)
    await draw(w, 1)
    h.clock.advance(2 * aWhile)
    const { id } = await begin()
    const [ampoules] = (await read(id)).lines
    expect(ampoules).toMatchObject({ last: 4, opening: 3, book: 3, changed: -1 })
    await (await h.as(nurse)).call(countAll, { id })
    expect(await refusalOf(sign(id))).toBe('HANDOVER_DIFFERENCE')
    await (
      await h.as(nurse)
    ).call(explainDifference, {
      id,
      item: 'intact',
      lotId: ampoules?.lotId ?? 0,
      kind: 'lateEntry',
      reason: '交班前的领用晚记',
    })
    await sign(id)
    expect((await read(id)).lines[0]).toMatchObject({ changed: -1, difference: 0 })
  })

  const latest = async () => {
    const { rows } = await (await h.as(nurse)).call(listHandovers, { kind: 'shift' })
    return rows[0] ?? { id: 0 }
  }

  test('one that was begun by mistake is void, and leaves the chain as it was', async () => {
    h.clock.advance(aWhile)
    const { id } = await begin()
    await (await h.as(nurse)).call(cancelHandover, { id, reason: '开错储位' })
    expect(await refusalOf(count(id, { item: 'intact', lotId: 1 }, 1))).toBe('DOCUMENT_CLOSED')
    const again = await begin()
    expect((await read(again.id)).previousNo).toBe((await read(id)).previousNo)
    await (await h.as(nurse)).call(cancelHandover, { id: again.id, reason: '同上' })
  })
})

describe('counting', () => {
  test('blind: the books are hidden until a line is written down, and nobody agrees with them', async () => {
    await (
      await h.as(head)
    ).call(planShifts, {
      placeId: w.sourceId,
      shifts: [
        { name: '白班', end: '17:30' },
        { name: '夜班', end: '08:00' },
      ],
      blind: true,
      settles: true,
    })
    const { id } = await begin('shift', w.sourceId, pharmacist)
    const hidden = (await read(id)).lines[0]
    expect(hidden).toMatchObject({ book: null, opening: null, in: null, out: null, difference: null })
    expect((await read(id)).flows).toEqual([])
    expect(await refusalOf((await h.as(pharmacist)).call(countAll, { id }))).toBe('HANDOVER_BLIND')
    await (
      await h.as(pharmacist)
    ).call(countLine, { id, item: 'intact', lotId: hidden?.lotId ?? 0, units: 3 })
    expect((await read(id)).lines[0]).toMatchObject({ counted: 3, book: 13, difference: -10 })
  })

  test('a whole box adds what it holds, once; an opened one is counted by eye', async () => {
    const [open] = (await (await h.as(pharmacist)).call(listHandoverPlaces, {})).rows.filter(
      (p) => p.code === 'C01',
    )
    const id = open?.openShift ?? 0
    const boxes = await h.db.asOrg(
      w.at.orgId,
      (tx) => tx<{ code: string; quantity: number }[]>`
        select code, quantity from ledger.balance where org_id = ${w.at.orgId} and account_id = ${w.at.place('C01').accountId}
          and item = 'intact' and quantity > 0 order by quantity desc`,
    )
    const scan = async (raw: string) => (await h.as(pharmacist)).call(scanCount, { id, raw })
    const whole = boxes.find((b) => b.quantity === 10)?.code ?? ''
    expect(await scan(whole)).toMatchObject({ units: 10, counted: 13 })
    expect(await refusalOf(scan(whole))).toBe('CODE_SCANNED_TWICE')
    expect(await refusalOf(scan(boxes.find((b) => b.quantity < 10)?.code ?? ''))).toBe('HANDOVER_BOX_OPEN')
    expect(await refusalOf(scan(newBox('8121150')))).toBe('CODE_NEVER_RECEIVED')
    expect((await read(id)).lines[0]).toMatchObject({ counted: 13, difference: 0 })
    await (
      await h.as(pharmacist)
    ).call(signHandover, { id, version: (await read(id)).version }, witness(checker))
  })

  test('a lot that the books do not know here becomes a surplus, not an error', async () => {
    h.clock.advance(aWhile)
    const { id } = await begin()
    const stranger = w.at.drug('NAR017')
    const lotId = await h.db.asOrg(w.at.orgId, async (tx) => {
      const [row] = await tx<{ id: number }[]>`
        insert into ledger.lot (org_id, drug_id, lot_no, expiry) values (${w.at.orgId}, ${stranger}, 'S1', '2029-01-31') returning id`
      return row?.id ?? 0
    })
    await count(id, { item: 'intact', lotId }, 1)
    expect((await read(id)).lines.find((l) => l.lotId === lotId)).toMatchObject({
      book: 0,
      counted: 1,
      difference: 1,
    })
    expect(await refusalOf(count(id, { item: 'intact', lotId: 999_999 }, 1))).toBe('NOT_FOUND')
    await (await h.as(nurse)).call(cancelHandover, { id, reason: '试点' })
  })
})

describe('every day', () => {
  const settle = async (id: number) =>
    (await fresh(pharmacist)).call(settleDay, { id, version: (await read(id)).version }, witness(checker))

  test('a day is settled by two; a nurse of the ward does not, and a shift is not settled as a day', async () => {
    expect(await refusalOf(begin('day', w.sourceId, nurse))).toBe('FORBIDDEN')
    const { id } = await begin('day', w.sourceId, pharmacist)
    expect(await read(id)).toMatchObject({ kind: 'day', day: '2026-11-23', fromDay: '2026-11-23' })
    await (
      await fresh(pharmacist)
    ).call(countLine, { id, item: 'intact', lotId: (await read(id)).lines[0]?.lotId ?? 0, units: 13 })
    expect(await refusalOf(sign(id))).toBe('NOT_FOUND')
    for (const l of (await read(id)).lines.filter((x) => x.counted === null))
      await (await fresh(pharmacist)).call(countLine, { id, item: l.item, lotId: l.lotId, units: 1 })
    await settle(id)
    expect(await refusalOf(begin('day', w.sourceId, pharmacist))).toBe('HANDOVER_DAY_SETTLED')
  })

  test('the books agree after all of it, and empties that come back leave their line', async () => {
    const { id } = await begin()
    const empties = (await read(id)).lines.filter((l) => l.item === 'container')
    expect(empties).toMatchObject([{ book: 1 }])
    const [hand] = (await read(id)).hands.filter((x) => x.containers > 0)
    await bringBack(w, hand?.issueId ?? 0, 1)
    expect((await read(id)).lines.filter((l) => l.item === 'container')).toMatchObject([{ last: 1, book: 0 }])
    expect(await h.auditor.transaction(verifyLedger)).toEqual([])
  })

  test('days that nobody settled are named, and the next settlement makes up for them', async () => {
    h.clock.advance(3 * 86_400_000)
    // Sessions ended long ago.
    fresh = (account) => connectAs(h.transport, account, demoPassword)
    const place = async () =>
      (await (await fresh(pharmacist)).call(listHandoverPlaces, {})).rows.find((p) => p.code === 'C01')
    expect((await place())?.openDays).toEqual(['2026-11-24', '2026-11-25'])
    const { id } = await begin('day', w.sourceId, pharmacist)
    expect(await read(id)).toMatchObject({ day: '2026-11-25', fromDay: '2026-11-24' })
    for (const l of (await read(id)).lines) {
      const put = async (units: number) =>
        (await fresh(pharmacist)).call(countLine, { id, item: l.item, lotId: l.lotId, units })
      await put(l.last ?? 0)
      const known = (await read(id)).lines.find((x) => x.item === l.item && x.lotId === l.lotId)
      await put(known?.book ?? 0)
    }
    await settle(id)
    expect(await place()).toMatchObject({ openDays: [], todaySettled: false, lastDay: '2026-11-25' })
    expect(await read((await begin('day', w.sourceId, pharmacist)).id)).toMatchObject({ day: '2026-11-26' })
  })

  test('shifts that nobody handed over are on the break list, and on that of no other place', async () => {
    const { rows } = await (await fresh(head)).call(listMissed, {})
    expect(rows.length).toBeGreaterThan(3)
    expect(new Set(rows.map((r) => r.place))).toEqual(new Set(['住院药房']))
    expect(rows[0]).toMatchObject({ state: 'missed', signedAt: null })
    expect((await (await fresh('tanyong@huaichuan')).call(listMissed, { org: w.at.orgId })).total).toBe(0)
  })
})
