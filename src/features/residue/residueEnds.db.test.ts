import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '#apps/client.ts'
import { readFile, uploadEvidence } from '#core/files/contract.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import { reverseMovement } from '#features/correction/contract.ts'
import { listIssues, readIssue, type IssueDetail } from '#features/issue/contract.ts'
import { jpeg, photo, png, threePhotos, type Theatre } from '#features/issue/testKit.ts'
import { minutes } from '#features/receipt/testKit.ts'
import { refusalOf, witness, type Hospital } from '#test/harness.ts'
import { balanced, setBench, type Bench } from './testKit.ts'
import { administer, openUnits, recordBreakage, returnUnopened, waste } from './contract.ts'

let h: Hospital
let map: Theatre
let chen: Client
let li: Client
let lots: Bench['lots']
let take: Bench['take']
beforeAll(async () => {
  ;({ h, map, chen, li, lots, take } = await setBench())
})
afterAll(async () => {
  expect(await h.auditor.transaction(verifyLedger)).toEqual([])
  await h.stop()
})

const zhou = witness('zhoujing@lushan')
const at = { place: '手术室污物间', method: '倒入下水道' } as const
const see = (id: number): Promise<IssueDetail> => chen.call(readIssue, { id })

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
