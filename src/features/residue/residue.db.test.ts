import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '#apps/client.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import { uploadFilm } from '#core/files/contract.ts'
import { attest } from '#core/identity/contract.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import { listIssues, readIssue, type IssueDetail } from '#features/issue/contract.ts'
import { issue, surgery, threePhotos, type Theatre } from '#features/issue/testKit.ts'
import { recover } from '#features/recovery/contract.ts'
import { whereIs } from '#test/flow.ts'
import { minutes } from '#features/receipt/testKit.ts'
import { refusalOf, witness, type Hospital } from '#test/harness.ts'
import { balanced, setBench, type Bench } from './testKit.ts'
import { administer, openUnits, returnUnopened, waste } from './contract.ts'

let h: Hospital
let map: Theatre
let chen: Client
let li: Client
let take: Bench['take']
beforeAll(async () => {
  ;({ h, map, chen, li, take } = await setBench())
})
afterAll(async () => {
  expect(await h.auditor.transaction(verifyLedger)).toEqual([])
  await h.stop()
})

const zhou = witness('zhoujing@lushan')
const at = { place: '手术室污物间', method: '倒入下水道' } as const
const see = (id: number): Promise<IssueDetail> => chen.call(readIssue, { id })

describe('a surgery from the first ampoule to the last', () => {
  let id: number
  let codes: string[]
  const first = () => codes[0] ?? ''
  const second = () => codes[1] ?? ''

  test('opening: content and container appear, ampoule by ampoule', async () => {
    const taken = await take({ NAR017: 2, PS1005: 1 })
    id = taken.id
    codes = taken.codes
    h.clock.advance(20 * 60_000)
    await chen.call(openUnits, { id, units: [{ code: first() }], occurredAt: minutes(17) })
    const seen = await see(id)
    balanced(seen)
    expect(seen).toMatchObject({ intactUnits: 2, openContents: 1, containers: 1, state: 'open' })
    expect(seen.drugs[0]?.units[0]).toMatchObject({
      code: first(),
      opened: 1,
      contentOpened: 50,
      contentLeft: 50,
      containersMade: 1,
      containersOwed: 1,
    })
    expect(seen.drugs[0]?.units[1]).toMatchObject({ code: second(), intact: 1, opened: 0, contentLeft: 0 })
    expect(seen.statement.at(-1)).toMatchObject({
      kind: 'open',
      at: minutes(17),
      intact: -1,
      content: 50,
      containers: 1,
      codes: [first()],
    })
    expect(await refusalOf(chen.call(openUnits, { id, units: [{ code: first() }] }))).toBe('CODE_NOT_HERE')
    expect(
      await refusalOf(chen.call(openUnits, { id, units: [{ code: second() }, { code: second() }] })),
    ).toBe('BALANCE_SHORT')
  })

  test('giving in parts; what was not opened cannot be given', async () => {
    await chen.call(administer, { id, doses: [{ code: first(), content: 30 }], route: '静脉注射' })
    expect(
      await refusalOf(
        chen.call(administer, { id, doses: [{ code: first(), content: 21 }], route: '静脉注射' }),
      ),
    ).toBe('BALANCE_SHORT')
    expect(
      await refusalOf(
        chen.call(administer, { id, doses: [{ code: second(), content: 1 }], route: '静脉注射' }),
      ),
    ).toBe('BALANCE_SHORT')
    expect(
      await refusalOf(
        chen.call(administer, { id, doses: [{ code: first(), content: 1.5 }], route: '静脉注射' }),
      ),
    ).toBe('INPUT_INVALID')
    expect(await refusalOf(chen.call(administer, { id, doses: [], route: '静脉注射' }))).toBe('INPUT_INVALID')
    await chen.call(openUnits, { id, units: [{ code: second() }] })
    await chen.call(administer, {
      id,
      doses: [
        { code: first(), content: 5 },
        { code: second(), content: 35 },
      ],
      route: '静脉泵注',
    })
    const seen = await see(id)
    balanced(seen)
    expect(seen.drugs[0]?.units.map((u) => [u.contentGiven, u.contentLeft])).toEqual([
      [35, 15],
      [35, 15],
    ])
    expect(seen.statement.at(-1)).toMatchObject({
      kind: 'administer',
      content: -40,
      route: '静脉泵注',
      counterparty: '患者',
    })
  })

  test('a whole ampoule never goes to the patient past its container', async () => {
    expect(
      await refusalOf(
        chen.call(administer, { id, whole: [{ code: codes[2] ?? '', units: 1 }], route: '静脉注射' }),
      ),
    ).toBe('USE_OPEN_FIRST')
  })

  test('waste: three photographs, a witness, and the amount that is left', async () => {
    const items = [
      { code: first(), content: 15 },
      { code: second(), content: 15 },
    ]
    const evidence: Awaited<ReturnType<typeof threePhotos>> & { 录像?: string } = await threePhotos(chen)
    const over = { id, items: [{ code: first(), content: 16 }], evidence, ...at }
    expect(await refusalOf(chen.call(waste, over, zhou))).toBe('BALANCE_SHORT')
    expect(
      await refusalOf(
        chen.call(waste, { id, items, evidence: { ...evidence, 弃后: evidence.弃前 }, ...at }, zhou),
      ),
    ).toBe('EVIDENCE_REUSED')
    expect(
      await refusalOf(
        chen.call(waste, { id, items, evidence: { ...evidence, 弃后: 'a'.repeat(64) }, ...at }, zhou),
      ),
    ).toBe('EVIDENCE_INCOMPLETE')
    expect(
      await refusalOf(chen.call(waste, { id, items, evidence: { 弃前: evidence.弃前 } as never, ...at }, {})),
    ).toBe('INPUT_INVALID')
    // A photograph is no film, and a film no photograph.
    const takenAt = h.clock.now().toISOString()
    const filmed = Buffer.concat([Buffer.from([0x1a, 0x45, 0xdf, 0xa3]), Buffer.alloc(500, 3)])
    const film = await chen.call(uploadFilm, { takenAt }, { file: filmed })
    const wrong = [
      { ...evidence, 弃中: film.sha256 },
      { ...evidence, 录像: (await threePhotos(chen)).弃前 },
    ]
    for (const given of wrong)
      expect(await refusalOf(chen.call(waste, { id, items, evidence: given, ...at }, zhou))).toBe(
        'EVIDENCE_INCOMPLETE',
      )
    evidence.录像 = film.sha256
    const done = await chen.call(waste, { id, items, evidence, ...at }, zhou)
    const seen = await see(id)
    balanced(seen)
    expect(seen).toMatchObject({ openContents: 0, containers: 2, intactUnits: 1 })
    expect(seen.photos.map((p) => [p.movementId, p.stage, p.sha256]).toSorted()).toEqual(
      Object.entries(evidence)
        .map(([stage, hash]) => [done.movementId, stage, hash])
        .toSorted(),
    )
    expect(seen.statement.at(-1)).toMatchObject({
      kind: 'waste',
      content: -30,
      place: at.place,
      actor: '陈思远',
      witness: '周婧',
    })
  })

  test('the unopened one goes back, and who brings it signs', async () => {
    const input = {
      id,
      locationId: map.place('B01').id,
      items: [{ code: codes[2] ?? '', units: 1 }],
      note: '未用',
    }
    expect(await refusalOf(chen.call(returnUnopened, input, zhou))).toBe('FORBIDDEN')
    expect(await refusalOf(li.call(returnUnopened, input))).toBe('WITNESS_REQUIRED')
    expect(
      await refusalOf(li.call(returnUnopened, { ...input, items: [{ code: first(), units: 1 }] }, zhou)),
    ).toBe('CODE_NOT_HERE')
    expect(
      await refusalOf(li.call(returnUnopened, { ...input, locationId: map.place('B02').id }, zhou)),
    ).toBe('NOT_FOUND')
    await li.call(returnUnopened, input, zhou)
    expect(await whereIs(h, codes[2] ?? '')).toEqual({ 手术药房: 1 })
    const seen = await see(id)
    balanced(seen)
    expect(seen.drugs[1]?.units[0]).toMatchObject({ issued: 1, returned: 1, intact: 0 })
  })

  test('the account is empty when the last container is back: closed', async () => {
    expect((await see(id)).state).toBe('open')
    await li.call(
      recover,
      { issueId: id, binLocationId: map.place('B02').id, items: [{ code: first() }, { code: second() }] },
      zhou,
    )
    const seen = await see(id)
    balanced(seen)
    expect(seen).toMatchObject({ state: 'closed', intactUnits: 0, openContents: 0, containers: 0 })
    expect((await chen.call(listIssues, { state: 'closed' })).rows.map((r) => r.id)).toEqual([id])
  })

  test('an ampoule that came back can be given out again under its own label', async () => {
    const label = codes[2] ?? ''
    const plan = [{ drugId: map.drug('PS1005'), units: 1 }]
    const again = await issue(h, surgery(map, { plan, picks: [{ code: label, units: 1 }] }))
    expect(again.labels).toEqual([])
    expect((await see(again.id)).drugs[0]?.units.map((u) => u.code)).toEqual([label])
  })
})

describe('who and when', () => {
  test('only the holder records', async () => {
    const { id, codes } = await take({ NAR020: 1 })
    const lin = await h.as('linyue@lushan')
    const units = [{ code: codes[0] ?? '' }]
    expect(await refusalOf(lin.call(openUnits, { id, units }))).toBe('NOT_HOLDER')
    expect(
      await refusalOf(
        lin.call(administer, { id, doses: [{ code: codes[0] ?? '', content: 1 }], route: '口服' }),
      ),
    ).toBe('NOT_HOLDER')
    expect(
      await refusalOf(
        lin.call(
          waste,
          { id, items: [{ code: codes[0] ?? '', content: 1 }], evidence: await threePhotos(lin), ...at },
          zhou,
        ),
      ),
    ).toBe('NOT_HOLDER')
    expect(await refusalOf(li.call(openUnits, { id, units }))).toBe('FORBIDDEN')
  })

  test('not before it was handed out, not in the future', async () => {
    const { id, codes } = await take({ NAR020: 1 })
    const units = [{ code: codes[0] ?? '' }]
    const issued = (await see(id)).issuedAt
    const [before, after] = [-60_000, 60_000].map((ms) => new Date(Date.parse(issued) + ms).toISOString())
    const refused = await chen.call(openUnits, { id, units, occurredAt: before }).catch((e: unknown) => e)
    // The sentence says the time on the wall: 14:25 in China.
    expect(refused).toMatchObject({
      code: 'USE_TIME_ORDER',
      problem: { facts: { since: '2026-11-23 14:25' } },
    })
    expect(await refusalOf(chen.call(openUnits, { id, units, occurredAt: after }))).toBe('TIME_IN_FUTURE')
    await chen.call(openUnits, { id, units, occurredAt: issued })
  })

  test('no content before its ampoule was opened', async () => {
    const { id, codes } = await take({ NAR020: 1 })
    const code = codes[0] ?? ''
    const issued = (await see(id)).issuedAt
    h.clock.advance(10 * 60_000)
    await chen.call(openUnits, { id, units: [{ code }] })
    const dose = { id, doses: [{ code, content: 100 }], route: '静脉注射' as const }
    expect(await refusalOf(chen.call(administer, { ...dose, occurredAt: issued }))).toBe('USE_TIME_ORDER')
    const rest = {
      id,
      items: [{ code, content: 900 }],
      evidence: await threePhotos(chen),
      ...at,
      occurredAt: issued,
    }
    expect(await refusalOf(chen.call(waste, rest, zhou))).toBe('USE_TIME_ORDER')
    h.clock.advance(60_000)
    await chen.call(administer, { ...dose, occurredAt: (await see(id)).statement.at(-1)?.at })
  })

  test('the witness of a waste: another person, qualified, in time', async () => {
    const { id, codes } = await take({ NAR020: 1 })
    const code = codes[0] ?? ''
    await chen.call(openUnits, { id, units: [{ code }] })
    const input = { id, items: [{ code, content: 1000 }], evidence: await threePhotos(chen), ...at }
    expect(await refusalOf(chen.call(waste, input, witness('chensiyuan@lushan')))).toBe('WITNESS_IS_ACTOR')
    expect(await refusalOf(chen.call(waste, input, witness('qianming@lushan')))).toBe('WITNESS_UNQUALIFIED')
    expect(await refusalOf(chen.call(waste, input, witness('liqian@lushan')))).toBe('WITNESS_UNQUALIFIED')
    expect(await refusalOf(chen.call(waste, input))).toBe('WITNESS_REQUIRED')
    const credential = { method: 'password' as const, account: 'zhoujing@lushan', secret: demoPassword }
    const { attestation } = await chen.call(attest, { endpoint: 'use.waste', input, credential })
    expect(
      await refusalOf(chen.call(waste, { ...input, items: [{ code, content: 999 }] }, { attestation })),
    ).toBe('WITNESS_CONTENT_CHANGED')
    h.clock.advance(6 * 60_000)
    expect(await refusalOf(chen.call(waste, input, { attestation }))).toBe('WITNESS_EXPIRED')
    const key = randomUUID()
    const fresh = await chen.call(attest, { endpoint: 'use.waste', input, credential })
    const twice = await Promise.all(
      [1, 2].map(() => chen.call(waste, input, { key, attestation: fresh.attestation })),
    )
    expect(twice[0]).toEqual(twice[1])
    balanced(await see(id))
  })
})
