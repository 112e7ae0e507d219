import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyLedger } from '#core/ledger/verify.ts'
import { readIssue } from '#features/issue/contract.ts'
import { cancelRequisition } from '#features/requisition/contract.ts'
import { returnUnopened } from '#features/residue/contract.ts'
import { refusalOf, startHospital, witness, type Hospital } from '#test/harness.ts'
import {
  decideBase,
  listBaseRequests,
  listPositions,
  listUses,
  listWards,
  readExchange,
  readPlaceBase,
  requestBase,
  withdrawBase,
} from './contract.ts'
import {
  accept,
  ask,
  bringBack,
  draw,
  fill,
  give,
  head,
  nurse,
  pharmacist,
  positionOf,
  send,
  setBase,
  termsOf,
  wardOf,
  type Exchange,
  type Ward,
} from './testKit.ts'

let h: Hospital
let w: Ward
beforeAll(async () => {
  h = await startHospital()
  w = await wardOf(h)
}, 60_000)
afterAll(() => h.stop())

const line = () => [{ drugId: w.morphine, units: 6, minUnits: 2 }]
const asking = (over: object = {}) => ({
  placeId: w.placeId,
  effectiveFrom: '2026-11-23',
  reason: '科室申请',
  lines: line(),
  ...over,
})
const proposed = async () => (await h.as(nurse)).call(readExchange, { placeId: w.placeId })
const broughtOf = (lines: Exchange) =>
  lines
    .filter((l) => l.units > 0)
    .map(({ caseKind, caseId, lotId, units }) => ({ caseKind, caseId, lotId, units }))

describe('a base is asked for by one and approved by another', () => {
  test('what makes no sense is refused with its own sentence', async () => {
    const client = await h.as(nurse)
    const refused = (over: object) => refusalOf(client.call(requestBase, asking(over)))
    expect(await refused({ lines: [...line(), ...line()] })).toBe('ALREADY_EXISTS')
    expect(await refused({ lines: [{ ...line()[0], minUnits: 7 }] })).toBe('BASE_MIN_OVER')
    expect(await refused({ lines: [{ drugId: w.morphine, units: 0, minUnits: 0 }] })).toBe('BASE_UNCHANGED')
    expect(await refused({ effectiveFrom: '2026-11-22' })).toBe('BASE_DATE')
    expect(await refused({ placeId: w.at.place('C02').id })).toBe('NOT_FOUND')
    expect(await refused({ lines: [{ drugId: 999_999, units: 1, minUnits: 0 }] })).toBe('NOT_FOUND')
  })

  test('nobody but the head of pharmacy approves, nobody approves alone, and a refusal has its reason', async () => {
    const { id } = await (await h.as(nurse)).call(requestBase, asking())
    expect(await refusalOf((await h.as(nurse)).call(decideBase, { id, approve: true }))).toBe('FORBIDDEN')
    expect(await refusalOf((await h.as(head)).call(decideBase, { id, approve: false }))).toBe(
      'REASON_REQUIRED',
    )
    await (await h.as(head)).call(decideBase, { id, approve: false, note: '先核实用量' })
    expect(await refusalOf((await h.as(head)).call(decideBase, { id, approve: true }))).toBe(
      'DOCUMENT_CLOSED',
    )
    const { rows } = await (await h.as(head)).call(listBaseRequests, {})
    expect(rows[0]).toMatchObject({ state: 'refused', decidedBy: '刘国栋', decisionNote: '先核实用量' })
  })

  test('whoever may both ask and approve still cannot approve what they asked for', async () => {
    await h.db.asOrg(
      w.at.orgId,
      (tx) => tx`
        insert into identity.user_role (org_id, user_id, role_id)
        select ${w.at.orgId}, ${w.at.user(head)}, id from identity.role where org_id = ${w.at.orgId} and code = 'DISPENSER'`,
    )
    const both = await h.as(head)
    const { id } = await both.call(requestBase, asking())
    expect(await refusalOf(both.call(decideBase, { id, approve: true }))).toBe('BASE_TWO_PEOPLE')
    expect(await refusalOf((await h.as(nurse)).call(withdrawBase, { id }))).toBe('BASE_NOT_YOURS')
    await both.call(withdrawBase, { id })
    const { rows } = await both.call(listBaseRequests, { state: 'withdrawn' })
    expect(rows.map((r) => r.id)).toEqual([id])
  })
})

describe('the equation of a ward', () => {
  test('before a base is approved the ward takes what it is sent', async () => {
    await fill(w, 1)
    expect(await positionOf(w)).toMatchObject({ state: 'none', baseUnits: null, inPlace: 1 })
  })

  test('with a base of six and one in the cabinet, five may be asked for and not six', async () => {
    await setBase(w, 6)
    expect(await positionOf(w)).toMatchObject({ state: 'filling', difference: -5, free: 5, low: true })
    expect(await refusalOf(ask(w, 6))).toBe('BASE_OVER')
    expect(await refusalOf(ask(w, 1, undefined, w.at.drug('NAR025')))).toBe('BASE_NONE')
    const asked = await ask(w, 3)
    expect(await positionOf(w)).toMatchObject({ asked: 3, free: 2 })
    expect(await refusalOf(ask(w, 3))).toBe('BASE_OVER')
    await accept(w, await send(w, 3, asked.id))
    await fill(w, 2)
    expect(await positionOf(w)).toMatchObject({ state: 'even', inPlace: 6, free: 0, low: false })
  })

  test('a transfer that nobody asked for is refused where it leaves, naming what is free', async () => {
    const failed = await send(w, 1).catch((e: { code: string; problem: { facts: object } }) => e)
    expect(failed).toMatchObject({ code: 'BASE_OVER', problem: { facts: { free: '0 支', base: '6 支' } } })
  })

  test('every step of a use moves one term into the next, and their sum stays the base', async () => {
    const issue = await draw(w, 2)
    expect(await termsOf(w)).toEqual([4, 2, 0, 0, 0])
    await give(w, issue, 1)
    expect(await termsOf(w)).toEqual([4, 1, 1, 0, 0])
    await give(w, issue, 1)
    await bringBack(w, issue, 1)
    expect(await termsOf(w)).toEqual([4, 0, 1, 1, 0])
    expect(await positionOf(w)).toMatchObject({ state: 'even', difference: 0 })
  })

  test('empties that are not back, and those of another lot, cannot be exchanged', async () => {
    const { lines, cases } = await proposed()
    expect(lines).toMatchObject([{ units: 1, lotNo: 'M2607112', closes: false }])
    expect(cases).toMatchObject([{ owed: 1, proven: 1, out: 2 }])
    const brought = broughtOf(lines)
    expect(
      await refusalOf(
        ask(
          w,
          2,
          brought.map((b) => ({ ...b, units: 2 })),
        ),
      ),
    ).toBe('BASE_NOT_PROVEN')
    expect(
      await refusalOf(
        ask(
          w,
          1,
          brought.map((b) => ({ ...b, lotId: b.lotId + 1000 })),
        ),
      ),
    ).toBe('BASE_NOT_PROVEN')
    expect(await refusalOf(ask(w, 2, brought))).toBe('BASE_EXCHANGE_LINES')
  })

  test('an exchange brings back exactly what was proven, and a withdrawn one gives the proof back', async () => {
    const first = await ask(w, 1, broughtOf((await proposed()).lines))
    expect(await termsOf(w)).toEqual([4, 0, 1, 0, 1])
    expect(await refusalOf(ask(w, 1, [{ ...(await caseOf()), units: 1 }]))).toBe('BASE_NOT_PROVEN')
    await (await h.as(nurse)).call(cancelRequisition, { id: first.id, reason: '填错' })
    expect(await termsOf(w)).toEqual([4, 0, 1, 1, 0])
    const issueId = (await caseOf()).caseId
    await bringBack(w, issueId, 1)
    const { lines } = await proposed()
    expect(lines).toMatchObject([{ units: 2, closes: true }])
    const asked = await ask(w, 2, broughtOf(lines))
    const sent = await send(w, 2, asked.id)
    expect(await termsOf(w)).toEqual([4, 0, 0, 0, 2])
    await accept(w, sent)
    expect(await termsOf(w)).toEqual([6, 0, 0, 0, 0])
    expect((await proposed()).cases).toEqual([])
  })

  const caseOf = async () => {
    const [found] = (await proposed()).cases
    if (!found) throw new Error('the ward has an open case')
    return { caseKind: found.caseKind, caseId: found.caseId, lotId: found.lotId }
  }

  test('a smaller base makes the surplus visible, and the version before it stays readable', async () => {
    await setBase(w, 5)
    expect(await positionOf(w)).toMatchObject({ state: 'over', difference: 1, baseUnits: 5, free: 0 })
    const { rows } = await (
      await h.as(nurse)
    ).call(listBaseRequests, { placeId: w.placeId, state: 'approved' })
    expect(rows.map((r) => r.lines[0]?.units)).toEqual([5, 6])
    expect(rows[0]?.lines[0]?.was).toBe(6)
    await setBase(w, 6)
  })

  test('units that leave without any use make the ward short, and no later return hides it', async () => {
    // Drawn and given back to the pharmacy instead of the ward: nothing was used, and one is missing here.
    const issue = await draw(w, 2)
    const read = await (await h.as(nurse)).call(readIssue, { id: issue })
    const codes = read.drugs[0]?.units.map((u) => u.code) ?? []
    await (
      await h.as(pharmacist)
    ).call(
      returnUnopened,
      { id: issue, locationId: w.sourceId, items: [{ code: codes[0] ?? '', units: 1 }] },
      witness(nurse),
    )
    expect(await positionOf(w)).toMatchObject({
      state: 'short',
      difference: -1,
      inPlace: 4,
      inHand: 1,
      free: 1,
    })
    await give(w, issue, 1)
    await bringBack(w, issue, 1)
    await fill(w, 1, broughtOf((await proposed()).lines))
    expect(await positionOf(w)).toMatchObject({ difference: -1, inPlace: 5, free: 1 })
    await fill(w, 1)
    expect(await positionOf(w)).toMatchObject({ state: 'even', inPlace: 6 })
  })
})

describe('what the pharmacy sees', () => {
  test('one line for each place with a base, its use of the day, its lots by expiry', async () => {
    const { rows } = await (await h.as(pharmacist)).call(listWards, {})
    expect(rows).toMatchObject([
      { code: 'W03', drugs: 1, baseUnits: 6, inPlace: 6, outside: 0, broken: 0, usedToday: 2 },
    ])
    const place = await (await h.as(pharmacist)).call(readPlaceBase, { placeId: w.placeId })
    expect(place.lots).toMatchObject([{ lotNo: 'M2607112', inPlace: 6, first: true }])
    expect((await (await h.as(pharmacist)).call(listPositions, { show: 'low' })).total).toBe(0)
    expect((await (await h.as(pharmacist)).call(listPositions, { q: '吗啡' })).total).toBe(1)
  })

  test('use records name the patient behind a mask, and nothing that was taken back', async () => {
    const { rows } = await (await h.as(pharmacist)).call(listUses, { placeId: w.placeId })
    expect(rows.length).toBeGreaterThan(0)
    expect(new Set(rows.map((r) => r.patient))).toEqual(new Set(['罗**']))
    expect(rows.filter((r) => r.kind === 'administer').every((r) => r.content === 10_000)).toBe(true)
  })

  test('the city reads the same, the neighbour finds nothing', async () => {
    const inspector = await h.as('hemingyuan@cswjw')
    expect((await inspector.call(listWards, { org: w.at.orgId })).rows).toHaveLength(1)
    const stranger = await h.as('tanyong@huaichuan')
    expect((await stranger.call(listWards, { org: w.at.orgId })).rows).toEqual([])
    expect(await refusalOf(stranger.call(readPlaceBase, { placeId: w.placeId }))).toBe('NOT_FOUND')
  })

  test('the books agree after all of it', async () => {
    expect(await h.auditor.transaction(verifyLedger)).toEqual([])
  })
})
