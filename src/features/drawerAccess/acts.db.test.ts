import { afterAll, beforeAll, expect, test } from 'vitest'
import { countAccess, listRules, openAccess, type CountAct } from '#core/countFirst/contract.ts'
import { askReport, type ReportPage } from '#core/reports/contract.ts'
import { readDiscrepancy } from '#features/discrepancy/contract.ts'
import { setDispensary } from '#features/prescription/limitContract.ts'
import { dispense, fourChecks, writePrescription } from '#features/prescription/contract.ts'
import { sendTransfer } from '#features/requisition/contract.ts'
import { refusalOf, startHospital, witness, type Hospital } from '#test/harness.ts'
import { bring, hand, loopOf, type Loop } from '#test/loop.ts'
import { listAccesses, setRule } from './contract.ts'

// What else takes drugs out of a place: dispensing to patients and transfers, each where the place's rule names it.
let h: Hospital
let at: Loop
let tablets: { codes: string[]; lotId: number }
let ampoules: { codes: string[]; lotId: number }
let others: { codes: string[]; lotId: number }
beforeAll(async () => {
  h = await startHospital()
  at = await loopOf(h)
  const head = await h.as('liuguodong@lushan')
  await head.call(setDispensary, { locationId: place('C01'), kind: 'outpatient' })
  tablets = await bring(at, { drug: 'NAR031', lotNo: 'Q2609001', boxes: 3, place: 'C01' })
  ampoules = await bring(at, { drug: 'NAR017', lotNo: 'S2609118', boxes: 3, place: 'C01' })
  others = await bring(at, { drug: 'NAR002', lotNo: 'P2609016', boxes: 1, place: 'C01' })
})
afterAll(() => h.stop())

const place = (code: string) => at.place(code).id
const rule = async (acts: CountAct[], mode: 'blind' | 'off' = 'blind') =>
  (await h.as('liuguodong@lushan')).call(setRule, {
    placeId: place('C01'),
    mode,
    acts,
    minutes: 10,
    reason: '三起差异都在发药之后',
  })

async function prescription(): Promise<number> {
  const { id } = await (
    await h.as('sunli@lushan')
  ).call(writePrescription, {
    encounter: 'outpatient',
    category: 'general',
    useAt: 'home',
    payment: '医保',
    patient: { name: '汤文斌', sex: '男', age: 45, recordNo: '0488230999', idNo: '430104198105120011' },
    diagnosis: '带状疱疹后神经痛',
    verifiedHow: '居民身份证',
    lines: [{ drugId: at.drug('NAR031'), units: 4, dose: 10_000, times: 2, perDays: 1, route: '口服' }],
  })
  return id
}

const give = async (id: number) =>
  (await h.as('pengli@lushan')).call(
    dispense,
    {
      id,
      locationId: place('C01'),
      takenBy: 'patient',
      takerIdNo: '430104198105120011',
      checked: fourChecks.map((c) => c.key),
      picks: [{ code: tablets.codes[0] ?? '', units: 4 }],
    },
    witness('hezhiyuan@lushan'),
  )

const send = async (codes: readonly string[]) =>
  (await h.as('pengli@lushan')).call(
    sendTransfer,
    {
      sourceLocationId: place('C01'),
      destinationLocationId: place('B01'),
      picks: codes.map((code) => ({ code, units: 10 })),
    },
    witness('hezhiyuan@lushan'),
  )

/** 彭丽 counts what lies in 住院药房 of these drugs; `off` is what she finds less than the books say. */
async function count(purpose: CountAct, drugs: readonly string[], off = 0) {
  const client = await h.as('pengli@lushan')
  const drugIds = drugs.map((d) => at.drug(d))
  const { id, no, lots } = await client.call(openAccess, { placeId: place('C01'), purpose, drugIds })
  const held = await h.auditor.transaction(
    (tx) => tx<{ lotId: number; units: number }[]>`
      select lot_id, sum(quantity)::int as units from ledger.balance
      where account_id = ${at.place('C01').accountId} and item = 'intact' group by lot_id`,
  )
  const lines = lots.map((l, i) => ({
    lotId: l.lotId,
    units: (held.find((b) => b.lotId === l.lotId)?.units ?? 0) - (i === 0 ? off : 0),
  }))
  return { no, ...(await client.call(countAccess, { id, lines })) }
}

test('a rule that names no acts is of issues alone; one that names none at all is refused', async () => {
  const head = await h.as('liuguodong@lushan')
  await head.call(setRule, { placeId: place('C01'), mode: 'blind', reason: '试行' })
  const { rows } = await head.call(listRules, { placeId: place('C01') })
  expect(rows).toMatchObject([{ mode: 'blind', acts: ['issue'], minutes: 10 }])
  expect(await refusalOf(rule([]))).toBe('INPUT_INVALID')
  // The order in which they were ticked says nothing.
  await rule(['send', 'dispense', 'send'])
  expect((await head.call(listRules, { placeId: place('C01') })).rows[0]?.acts).toEqual(['dispense', 'send'])
})

test('to a patient nothing is handed out before it was counted; what differs is a case and stops nobody', async () => {
  await rule(['dispense'])
  const rx = await prescription()
  expect(await refusalOf(give(rx))).toBe('COUNT_FIRST')
  await count('dispense', ['NAR017'])
  // Another drug than the one on the paper.
  expect(await refusalOf(give(rx))).toBe('COUNT_FIRST')
  const counted = await count('dispense', ['NAR031'], 1)
  expect(counted.lines).toMatchObject([{ difference: -1, caseNo: 'CY-20261123-01' }])
  const { no } = await give(rx)
  const [found] = await h.auditor.transaction(
    (tx) => tx<{ id: number }[]>`select id from ledger.discrepancy where no = 'CY-20261123-01'`,
  )
  expect(await (await h.as('pengli@lushan')).call(readDiscrepancy, { id: found?.id ?? 0 })).toMatchObject({
    foundBy: '彭丽',
    sourceKind: 'drawerAccess',
    sourceNo: counted.no,
  })
  expect(no).toMatch(/^FY-/)
})

test('a transfer leaves without a count where the rule does not name it, and not where it does', async () => {
  await rule(['issue', 'dispense'])
  await send(ampoules.codes.slice(0, 1))
  await rule(['send'])
  // What was counted for a prescription a moment ago was counted.
  await send(ampoules.codes.slice(1, 2))
  h.clock.set('2026-11-23T06:30:00.000Z')
  const both = [ampoules.codes[2] ?? '', others.codes[0] ?? '']
  expect(await refusalOf(send(both))).toBe('COUNT_FIRST')
  await count('send', ['NAR017'])
  expect(await refusalOf(send(both))).toBe('COUNT_FIRST')
  await count('send', ['NAR002'])
  await send(both)
  // The rule is of this place: what lies in 手术药房 is taken from there as before.
  const there = await bring(at, { drug: 'NAR017', lotNo: 'S2610041' })
  await hand(at, there.codes[0] ?? '', 1)
})

test('the register says for which act each opening was; one for another act is an opening of its own', async () => {
  const head = await h.as('liuguodong@lushan')
  const ask = async (filters: object) =>
    ((await head.call(askReport('accesses'), { filters })) as ReportPage).rows.map((r) => r.cells)
  const rows = await ask({})
  expect(rows.map((r) => [r['no'], r['purpose'], r['counted'], r['differences'], r['state']])).toEqual([
    ['KG-20261123-02', '调拨取药', 2, 0, '有出入'],
    ['KG-20261123-01', '发药取药', 2, 1, '有出入'],
  ])
  expect(rows[0]?.['documents']).toMatch(/^DB-/)
  const { rows: listed } = await head.call(listAccesses, { purpose: 'dispense' })
  expect(listed.map((r) => [r.no, r.purpose])).toEqual([['KG-20261123-01', 'dispense']])
  const client = await h.as('pengli@lushan')
  const other = await client.call(openAccess, { placeId: place('C01'), purpose: 'inspect', drugIds: [] })
  expect(other.no).toBe('KG-20261123-03')
})
