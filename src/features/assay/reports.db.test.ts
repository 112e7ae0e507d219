import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { threePhotos } from '#features/issue/testKit.ts'
import { administer, openUnits, waste } from '#features/residue/contract.ts'
import { askReport } from '#core/reports/contract.ts'
import { refusalOf, witness } from '#test/harness.ts'
import { setPlan } from './planContract.ts'
import { keep, leftOver, measure, planOf, pour, setAssayBench, type AssayBench } from './testKit.ts'

let b: AssayBench
beforeAll(async () => {
  b = await setAssayBench()
})
afterAll(() => b.h.stop())

interface Poured {
  readonly given?: number
  readonly minutes: number
  readonly by?: string
  readonly place?: string
}

/** One ampoule handed out, and its rest poured away so many minutes later. */
async function poured({ given = 30, minutes, by = 'zhoujing@lushan', place = '手术室污物间' }: Poured) {
  const { id, codes } = await b.take({ NAR017: 1 })
  const code = codes[0] ?? ''
  await b.chen.call(openUnits, { id, units: [{ code }] })
  if (given > 0) await b.chen.call(administer, { id, doses: [{ code, content: given }], route: '静脉注射' })
  b.h.clock.advance(minutes * 60_000)
  await b.chen.call(
    waste,
    {
      id,
      items: [{ code, content: 50 - given }],
      place,
      method: '倒入下水道',
      evidence: await threePhotos(b.chen),
    },
    witness(by),
  )
}

const rowsOf = async (code: string, input: Record<string, string> = {}) =>
  (await b.liu.call(askReport(code), input)).rows

test.each<[string, string, (string | null)[], boolean]>([
  ['手术室污物间', 'surgery', ['手术 2 间', '手术药房', null, '药学部'], true],
  ['手术 2 间水池', 'surgery', ['手术 2 间', '手术药房', null, null], true],
  ['手术2间', 'surgery', ['手术 2 间', '手术药房', null, null], true],
  ['污物间水池', 'surgery', [null, '手术药房', null, null], true],
  ['病区治疗室', 'surgery', ['手术 2 间', '手术药房', null, null], false],
  ['住院部三楼', 'surgery', ['手术 2 间', '手术药房', null, null], false],
  ['治疗室水池', 'prescription', ['18 床', '肿瘤内科药柜', null, null], true],
  ['肿瘤内科', 'prescription', ['18 床', '肿瘤内科药柜', null, null], true],
  ['手术室污物间', 'prescription', ['18 床', '肿瘤内科药柜', null, null], false],
])('%s of a %s from %o is the same place: %s', async (place, kind, names, same) => {
  const [row] = await b.h.auditor.transaction(
    (tx) => tx<{ same: boolean }[]>`select assay.same_place(${place}, ${kind}, ${names}::text[]) as same`,
  )
  expect(row?.same).toBe(same)
})

describe('the analysis', () => {
  beforeAll(async () => {
    for (const minutes of [5, 10, 20]) await poured({ minutes })
    await poured({ minutes: 15, given: 0, place: '病区治疗室' })
    await poured({ minutes: 1, by: 'sunli@lushan' })
  })

  test('counts a person’s residues, whole units, minutes, places and the share of one partner', async () => {
    const [row, ...more] = await rowsOf('residueAnalysis')
    expect(more).toEqual([])
    expect(row?.cells).toMatchObject({
      subject: '陈思远',
      residues: 5,
      whole: 1,
      median: 10,
      p90: 20,
      late: 0,
      elsewhere: 1,
      topShare: 80,
      topPair: '陈思远、周婧',
    })
  })

  test.each([
    ['pair', 2],
    ['place', 1],
    ['drug', 1],
    ['month', 1],
  ])('by %s', async (by, n) => {
    const rows = await rowsOf('residueAnalysis', { by })
    expect(rows).toHaveLength(n)
    expect(rows.reduce((sum, r) => sum + Number(r.cells['residues']), 0)).toBe(5)
  })

  test('each figure opens to as many lines as it counts', async () => {
    for (const by of ['person', 'pair', 'place', 'drug', 'month']) {
      for (const row of await rowsOf('residueAnalysis', { by })) {
        for (const key of ['residues', 'whole', 'late', 'elsewhere']) {
          const [path = '', query = ''] = (row.links[key] ?? '').split('?')
          expect(path).toBe('/reports/disposals')
          const lines = await rowsOf('disposals', Object.fromEntries(new URLSearchParams(query)))
          expect([by, key, lines.length]).toEqual([by, key, row.cells[key]])
        }
      }
    }
  })
})

test('the register has a line for each sample, and one for what was chosen and never sampled', async () => {
  await b.liu.call(setPlan, planOf(b))
  const of = await leftOver(b)
  const made = await keep(b, of)
  await measure(b, made.id, { measuredMilli: 30_000 })
  b.h.clock.advance(60_000)
  const missed = await leftOver(b)
  expect(await refusalOf(pour(b, missed, 20))).toBe('ASSAY_SAMPLE_FIRST')
  const waiting = await rowsOf('assay', { state: 'toSample' })
  expect(waiting.map((r) => r.cells['code'])).toEqual([missed.code])
  await b.chen.call(administer, {
    id: missed.id,
    doses: [{ code: missed.code, content: 20 }],
    route: '静脉注射',
  })
  const rows = await rowsOf('assay')
  expect(
    rows.map((r) => [
      r.cells['no'],
      r.cells['state'],
      r.cells['measured'],
      r.cells['off'],
      r.cells['verdict'],
    ]),
  ).toEqual([
    [made.no, '差异办理中', '30 µg/ml', '-40.0 %', '不符'],
    [null, '抽中未留样', null, null, null],
  ])
})
