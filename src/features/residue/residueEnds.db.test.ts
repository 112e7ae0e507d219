import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '#apps/client.ts'
import { readFile, uploadEvidence } from '#core/files/contract.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import { reverseMovement } from '#features/correction/contract.ts'
import { listIssues, readIssue, type IssueDetail, type IssueUnit } from '#features/issue/contract.ts'
import {
  issue,
  jpeg,
  photo,
  png,
  stockUp,
  surgery,
  theatreOf,
  threePhotos,
  type Theatre,
} from '#features/issue/testKit.ts'
import { minutes } from '#features/receipt/testKit.ts'
import { refusalOf, startHospital, witness, type Hospital } from '#test/harness.ts'
import { administer, openUnits, recordBreakage, returnUnopened, waste } from './contract.ts'

let h: Hospital
let map: Theatre
/** 陈思远 has it in hand, 周婧 watches, 李倩 gives out and takes back. */
let chen: Client
let li: Client
const boxes: Record<string, string> = {}
const lots: Record<string, number> = {}
const drugs = ['NAR017', 'PS1005', 'NAR020', 'NAR015', 'NAR031']
beforeAll(async () => {
  h = await startHospital()
  map = await theatreOf(h)
  chen = await h.as('chensiyuan@lushan')
  li = await h.as('liqian@lushan')
  const codes = await stockUp(
    h,
    'B01',
    drugs.map((drug) => ({ drug, lotNo: `L-${drug}`, boxes: 1 })),
  )
  for (const [i, drug] of drugs.entries()) boxes[drug] = codes[i]?.[0] ?? ''
  const rows = await h.db.asOrg(
    map.orgId,
    (tx) => tx<{ id: number; lotNo: string }[]>`select id, lot_no from ledger.lot`,
  )
  for (const row of rows) lots[row.lotNo.slice(2)] = row.id
})
afterAll(async () => {
  expect(await h.auditor.transaction(verifyLedger)).toEqual([])
  await h.stop()
})

const zhou = witness('zhoujing@lushan')
const at = { place: '手术室污物间', method: '倒入下水道' } as const
const see = (id: number): Promise<IssueDetail> => chen.call(readIssue, { id })

/** So many units of each drug, one surgery. Labels come in the order of the drugs. */
async function take(units: Record<string, number>): Promise<{ id: number; codes: string[] }> {
  const plan = Object.entries(units).map(([drug, n]) => ({ drugId: map.drug(drug), units: n }))
  const picks = Object.entries(units).map(([drug, n]) => ({ code: boxes[drug] ?? '', units: n }))
  const made = await issue(h, surgery(map, { plan, picks }))
  const of = (drug: string) => made.labels.filter((l) => l.parent === boxes[drug]).map((l) => l.code)
  return { id: made.id, codes: Object.keys(units).flatMap(of) }
}

/** What the table of units must always say. */
function balanced(seen: IssueDetail): void {
  const units: IssueUnit[] = seen.drugs.flatMap((d) => d.units)
  for (const u of units) {
    expect(u.issued).toBe(u.intact + u.opened + u.returned + u.handedOver)
    expect(u.contentOpened).toBe(u.contentGiven + u.contentWasted + u.contentLost + u.contentLeft)
    expect(u.containersMade).toBe(u.containersBack + u.containersOwed)
  }
  const sum = (f: (u: IssueUnit) => number) => units.reduce((n, u) => n + f(u), 0)
  expect([seen.intactUnits, seen.containers]).toEqual([sum((u) => u.intact), sum((u) => u.containersOwed)])
  // The statement's last line is the headline, drug by drug.
  for (const d of seen.drugs) {
    const lines = seen.statement.filter((s) => s.drugId === d.drugId)
    const left = (f: (u: IssueUnit) => number) => d.units.reduce((n, u) => n + f(u), 0)
    expect(lines.reduce((n, s) => n + s.intact, 0)).toBe(left((u) => u.intact))
    expect(lines.reduce((n, s) => n + s.content, 0)).toBe(left((u) => u.contentLeft))
    expect(lines.reduce((n, s) => n + s.containers, 0)).toBe(left((u) => u.containersOwed))
  }
}

describe('photographs', () => {
  test('are whole pictures, whatever they are called', async () => {
    const none = (file: Uint8Array) =>
      refusalOf(chen.call(uploadEvidence, { takenAt: minutes(30) }, { file }))
    const executable = Buffer.concat([
      Buffer.from('MZ'),
      Buffer.alloc(60),
      Buffer.from('This program cannot be run in DOS mode'),
    ])
    expect(await none(executable)).toBe('FILE_TYPE_REFUSED')
    expect(await none(jpeg().subarray(0, 20))).toBe('FILE_TYPE_REFUSED')
    expect(await none(png().subarray(0, 20))).toBe('FILE_TYPE_REFUSED')
    expect(await none(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toBe('FILE_TYPE_REFUSED')
    expect(await none(new Uint8Array())).not.toBe('WENT THROUGH')
    expect(await none(png())).toBe('WENT THROUGH')
  })

  test('prove one act only', async () => {
    const { id, codes } = await take({ NAR020: 1 })
    const code = codes[0] ?? ''
    await chen.call(openUnits, { id, units: [{ code }] })
    const file = jpeg()
    const evidence = {
      弃前: await photo(chen, file),
      弃中: await photo(chen, png()),
      弃后: await photo(chen),
    }
    await chen.call(waste, { id, items: [{ code, content: 400 }], evidence, ...at }, zhou)
    expect(await refusalOf(photo(chen, file))).toBe('EVIDENCE_REUSED')
    const mixed = { 弃前: evidence.弃前, 弃中: await photo(chen), 弃后: await photo(chen) }
    expect(
      await refusalOf(
        chen.call(waste, { id, items: [{ code, content: 600 }], evidence: mixed, ...at }, zhou),
      ),
    ).toBe('EVIDENCE_REUSED')
    balanced(await see(id))
  })

  test('are read by the authority, not by another hospital', async () => {
    const row = (await chen.call(listIssues, {})).rows[0]
    const seen = await see(row?.id ?? 0)
    const sha256 = seen.photos[0]?.sha256 ?? ''
    const inspector = await h.as('hemingyuan@cswjw')
    const theirs = await inspector.call(readIssue, { id: seen.id })
    expect(theirs.photos).toEqual(seen.photos)
    expect(theirs.drugs).toEqual(seen.drugs)
    expect(theirs.statement).toEqual(seen.statement)
    expect((await inspector.download(readFile, { sha256 })).length).toBeGreaterThan(20)
    const tan = await h.as('tanyong@huaichuan')
    expect(await refusalOf(tan.download(readFile, { sha256 }))).toBe('NOT_FOUND')
    expect(await refusalOf(tan.call(readIssue, { id: seen.id }))).toBe('NOT_FOUND')
    for (const call of [
      () => inspector.call(openUnits, { id: seen.id, units: [{ code: 'x' }] }),
      () => inspector.call(administer, { id: seen.id, doses: [{ code: 'x', content: 1 }], route: '口服' }),
      () => inspector.call(returnUnopened, { id: seen.id, locationId: 1, items: [{ code: 'x', units: 1 }] }),
    ])
      expect(await refusalOf(call())).toBe('FORBIDDEN')
  })
})

describe('other ends', () => {
  test('breakage: the content is lost, the fragments are owed', async () => {
    const { id, codes } = await take({ NAR017: 2 })
    const unit = { code: codes[0] ?? '' }
    const input = {
      id,
      unit,
      place: '手术 2 间',
      reason: '开启时滑落',
      evidence: { 碎片: await photo(chen) },
    }
    expect(await refusalOf(chen.call(recordBreakage, input))).toBe('WITNESS_REQUIRED')
    await chen.call(recordBreakage, input, zhou)
    const seen = await see(id)
    balanced(seen)
    expect(seen.drugs[0]?.units[0]).toMatchObject({
      opened: 1,
      contentOpened: 50,
      contentLost: 50,
      contentLeft: 0,
      containersOwed: 1,
    })
    expect(seen.photos.map((p) => p.stage)).toEqual(['碎片'])
    expect(
      await refusalOf(chen.call(recordBreakage, { ...input, evidence: { 碎片: await photo(chen) } }, zhou)),
    ).toBe('CODE_NOT_HERE')
  })

  test('a tablet is given whole, a patch is opened and its used patch owed', async () => {
    const { id, codes } = await take({ NAR031: 2, NAR015: 1 })
    await chen.call(administer, {
      id,
      whole: codes.slice(0, 2).map((code) => ({ code, units: 1 })),
      route: '口服',
    })
    expect(
      await refusalOf(
        chen.call(administer, { id, whole: [{ code: codes[2] ?? '', units: 1 }], route: '贴皮' }),
      ),
    ).toBe('USE_OPEN_FIRST')
    await chen.call(openUnits, { id, units: [{ code: codes[2] ?? '' }] })
    await chen.call(administer, { id, doses: [{ code: codes[2] ?? '', content: 4200 }], route: '贴皮' })
    const seen = await see(id)
    balanced(seen)
    expect(seen.drugs.find((d) => d.name.includes('羟考酮'))?.units.map((u) => u.handedOver)).toEqual([1, 1])
    expect(seen).toMatchObject({ intactUnits: 0, openContents: 0, containers: 1 })
  })

  test('taking back an administration, a return, a waste and a breakage leaves every sum right', async () => {
    const { id, codes } = await take({ NAR017: 3 })
    const [a = '', b = '', c = ''] = codes
    const back = (movementId: number) =>
      li.call(reverseMovement, { id: movementId, reason: '录错' }, witness('liuguodong@lushan'))
    const opened = await chen.call(openUnits, { id, units: [{ code: a }] })
    const given = await chen.call(administer, { id, doses: [{ code: a, content: 30 }], route: '静脉注射' })
    expect(await refusalOf(back(opened.movementId))).toBe('MOVEMENT_NOT_REVERSIBLE')
    await back(given.movementId)
    expect(await refusalOf(back(given.movementId))).toBe('MOVEMENT_ALREADY_REVERSED')
    let seen = await see(id)
    balanced(seen)
    expect(seen.drugs[0]?.units[0]).toMatchObject({ contentGiven: 0, contentLeft: 50 })
    expect(seen.statement.at(-1)).toMatchObject({
      kind: 'administer',
      title: '红冲 给药',
      reversed: true,
      content: 30,
      witness: '刘国栋',
    })

    const returned = await li.call(
      returnUnopened,
      { id, locationId: map.place('B01').id, items: [{ code: b, units: 1 }] },
      zhou,
    )
    await back(returned.movementId)
    seen = await see(id)
    balanced(seen)
    expect(seen.drugs[0]?.units[1]).toMatchObject({ issued: 1, intact: 1, returned: 0 })

    const wasted = await chen.call(
      waste,
      { id, items: [{ code: a, content: 50 }], evidence: await threePhotos(chen), ...at },
      zhou,
    )
    await back(wasted.movementId)
    const broken = await chen.call(
      recordBreakage,
      { id, unit: { code: c }, place: '手术 2 间', reason: '滑落', evidence: { 碎片: await photo(chen) } },
      zhou,
    )
    await back(broken.movementId)
    await back(opened.movementId)
    seen = await see(id)
    balanced(seen)
    expect(
      seen.drugs[0]?.units.map((u) => [
        u.issued,
        u.intact,
        u.opened,
        u.contentOpened,
        u.contentLost,
        u.containersMade,
      ]),
    ).toEqual(codes.map(() => [1, 1, 0, 0, 0, 0]))
    expect(seen).toMatchObject({ intactUnits: 3, openContents: 0, containers: 0 })
  })
})

describe('what is not in the hand', () => {
  test('cannot be opened: a lot without codes, a number of nobody, a code never received', async () => {
    const lotId = lots['NAR020'] ?? 0
    const { id } = await take({ NAR020: 1 })
    expect(await refusalOf(chen.call(openUnits, { id, units: [{ lotId }] }))).toBe('BALANCE_SHORT')
    expect(await refusalOf(chen.call(openUnits, { id, units: [{ lotId: 999_999_999 }] }))).toBe('NOT_FOUND')
    expect(await refusalOf(chen.call(openUnits, { id, units: [{ code: 'KEIN-CODE' }] }))).toBe(
      'CODE_NEVER_RECEIVED',
    )
  })
})

test('no event holds what was typed by hand', async () => {
  const rows = await h.auditor.transaction(
    (tx) => tx<{ text: string }[]>`select convert_from(bytes, 'UTF8') as text from audit.event`,
  )
  const all = rows.map((r) => r.text).join('\n')
  for (const words of ['污物间', '滑落', '录错', '邓小满', '0482119916']) expect(all).not.toContain(words)
})
