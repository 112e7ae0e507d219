import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { refusalOf, startHospital, type Hospital } from '#test/harness.ts'
import { endLimit, listLimits, setLimit, type LimitRow } from './limitContract.ts'
import { explain, loosened, type Category, type Encounter, type Item, type Purpose } from './limits.ts'

// The law's rows as the database has them, and every case of regulations §6.1 against them.
let h: Hospital
let law: LimitRow[]
beforeAll(async () => {
  h = await startHospital()
  law = (await (await h.as('sunli@lushan')).call(listLimits, {})).rows
})
afterAll(() => h.stop())

interface Given {
  cls?: string
  form?: Item['form']
  ingredient?: string
  /** content of one unit, one dose */
  strength?: number
  dose?: number
  times?: number
  perDays?: number
  units: number
  category?: Category
  encounter?: Encounter
  purpose?: Purpose
  useAt?: 'home' | 'institution'
  grade?: string
  reason?: string
  dailyMax?: number
  runDays?: number
  instruction?: string
  unit?: string
}

function judged(g: Given): string {
  const item: Item = {
    drug: '某药',
    unit: g.unit ?? '片',
    drugClass: g.cls ?? 'NAR',
    form: g.form ?? 'OTHER',
    ingredient: g.ingredient ?? '吗啡',
    contentPerUnit: g.strength ?? 10_000,
    units: g.units,
    dose: g.dose ?? 10_000,
    times: g.times ?? 1,
    perDays: g.perDays ?? 1,
    instruction: g.instruction ?? null,
    dailyMax: g.dailyMax ?? null,
    runDays: g.runDays ?? 0,
  }
  const checks = explain(law, item, {
    category: g.category ?? 'general',
    encounter: g.encounter ?? 'outpatient',
    purpose: g.purpose ?? null,
    useAt: g.useAt ?? 'home',
    grade: g.grade ?? '三级甲等',
    overLimitReason: g.reason ?? null,
  })
  for (const c of checks) expect(c.article).not.toBe('')
  return checks.find((c) => !c.passed)?.code ?? 'ok'
}

const inside = { useAt: 'institution' } as const
const injection = { form: 'INJ', unit: '支' } as const
const patch = { form: 'CR', strength: 4200, dose: 4200, times: 1, perDays: 3, unit: '贴' } as const
const tablet = { form: 'OTHER', times: 3 } as const
const slow = { form: 'CR', strength: 30_000, dose: 30_000, times: 2 } as const

const cases: readonly [title: string, given: Given, expected: string][] = [
  ['narcotic injection, general: one dose inside', { ...injection, ...inside, units: 1 }, 'ok'],
  ['narcotic injection, general: two doses', { ...injection, ...inside, units: 2 }, 'RX_OVER_LIMIT'],
  ['narcotic injection, general: taken home', { ...injection, units: 1 }, 'RX_IN_INSTITUTION'],
  ['a dose of one and a half ampoules takes two', { ...injection, ...inside, dose: 15_000, units: 2 }, 'ok'],
  ['half an ampoule is one dose', { ...injection, ...inside, dose: 5_000, units: 1 }, 'ok'],
  ['slow release, general: 7 days', { ...slow, units: 14 }, 'ok'],
  ['slow release, general: one tablet over 7 days', { ...slow, units: 15 }, 'RX_OVER_LIMIT'],
  ['a patch is slow release: 2 patches of 72 hours, 6 days', { ...patch, units: 2 }, 'ok'],
  ['a patch, general: 3 patches, 9 days', { ...patch, units: 3 }, 'RX_OVER_LIMIT'],
  ['other forms, general: 3 days', { ...tablet, units: 9 }, 'ok'],
  ['other forms, general: one tablet over', { ...tablet, units: 10 }, 'RX_OVER_LIMIT'],
  ['first class, injection: one dose, may leave', { ...injection, cls: 'PS1', units: 1 }, 'ok'],
  ['first class, injection: two', { ...injection, cls: 'PS1', units: 2 }, 'RX_OVER_LIMIT'],
  ['first class, slow release: 7 days', { ...slow, cls: 'PS1', units: 14 }, 'ok'],
  ['first class, slow release: over', { ...slow, cls: 'PS1', units: 15 }, 'RX_OVER_LIMIT'],
  ['first class, other: 3 days', { ...tablet, cls: 'PS1', units: 9 }, 'ok'],
  ['first class, other: over', { ...tablet, cls: 'PS1', units: 10 }, 'RX_OVER_LIMIT'],
  ['cancer pain, injection home: 3 days', { ...injection, category: 'cancer', times: 2, units: 6 }, 'ok'],
  [
    'cancer pain, injection: over 3 days',
    { ...injection, category: 'cancer', times: 2, units: 7 },
    'RX_OVER_LIMIT',
  ],
  ['cancer pain, slow release: 15 days', { ...slow, category: 'cancer', units: 30 }, 'ok'],
  ['cancer pain, slow release: over', { ...slow, category: 'cancer', units: 31 }, 'RX_OVER_LIMIT'],
  ['cancer pain, patch: 5 patches, 15 days', { ...patch, category: 'cancer', units: 5 }, 'ok'],
  ['cancer pain, patch: 6', { ...patch, category: 'cancer', units: 6 }, 'RX_OVER_LIMIT'],
  ['chronic pain, other: 7 days', { ...tablet, category: 'chronic', units: 21 }, 'ok'],
  ['chronic pain, other: over', { ...tablet, category: 'chronic', units: 22 }, 'RX_OVER_LIMIT'],
  [
    'inpatient: one day',
    { ...tablet, ...inside, category: 'inpatient', encounter: 'inpatient', units: 3 },
    'ok',
  ],
  [
    'inpatient: two days',
    { ...tablet, ...inside, category: 'inpatient', encounter: 'inpatient', units: 6 },
    'RX_OVER_LIMIT',
  ],
  ['second class: 7 days', { ...tablet, cls: 'PS2', units: 21 }, 'ok'],
  ['second class: over 7 without a reason', { ...tablet, cls: 'PS2', units: 22 }, 'RX_REASON_NEEDED'],
  [
    'second class: over 7 with the doctor’s reason',
    { ...tablet, cls: 'PS2', units: 42, reason: '慢性失眠，外出' },
    'ok',
  ],
  [
    'second class, inpatient: no national limit',
    { ...tablet, ...inside, cls: 'PS2', category: 'inpatient', encounter: 'inpatient', units: 60 },
    'ok',
  ],
  ['a reason does not stretch a narcotic', { ...tablet, units: 10, reason: '病情需要' }, 'RX_OVER_LIMIT'],
  [
    'emergency: 3 days cap what the table gives 7',
    { ...slow, encounter: 'emergency', units: 8 },
    'RX_OVER_LIMIT',
  ],
  ['emergency: 3 days', { ...slow, encounter: 'emergency', units: 6 }, 'ok'],
  [
    'emergency, second class: 3 days, and no reason helps',
    { ...tablet, cls: 'PS2', encounter: 'emergency', units: 10, reason: '外地' },
    'RX_OVER_LIMIT',
  ],
  [
    'pethidine: one dose inside, cancer or not',
    { ...injection, ...inside, ingredient: '哌替啶', category: 'cancer', units: 1 },
    'ok',
  ],
  [
    'pethidine never goes home',
    { ...injection, ingredient: '哌替啶', category: 'cancer', units: 1 },
    'RX_IN_INSTITUTION',
  ],
  [
    'pethidine: two doses, also of an inpatient',
    {
      ...injection,
      ...inside,
      ingredient: '哌替啶',
      category: 'inpatient',
      encounter: 'inpatient',
      times: 4,
      units: 2,
    },
    'RX_OVER_LIMIT',
  ],
  ['pethidine tablets too', { ...tablet, ingredient: '哌替啶', units: 1 }, 'RX_IN_INSTITUTION'],
  [
    'dihydroetorphine: one dose in a hospital of the second grade',
    { ...inside, ingredient: '二氢埃托啡', strength: 20, dose: 20, units: 1, grade: '二级甲等' },
    'ok',
  ],
  [
    'dihydroetorphine in a hospital of the first grade',
    { ...inside, ingredient: '二氢埃托啡', strength: 20, dose: 20, units: 1, grade: '一级' },
    'RX_SECOND_GRADE_ONLY',
  ],
  [
    'methylphenidate for a child’s ADHD: 15 days',
    { ...slow, cls: 'PS1', ingredient: '哌甲酯', purpose: 'adhd', times: 1, units: 15 },
    'ok',
  ],
  [
    'methylphenidate for ADHD: 16 days',
    { ...slow, cls: 'PS1', ingredient: '哌甲酯', purpose: 'adhd', times: 1, units: 16 },
    'RX_OVER_LIMIT',
  ],
  [
    'methylphenidate for something else: 7 days',
    { ...slow, cls: 'PS1', ingredient: '哌甲酯', times: 1, units: 8 },
    'RX_OVER_LIMIT',
  ],
  [
    'another drug does not get 15 days by saying ADHD',
    { ...slow, cls: 'PS1', ingredient: '他喷他多', purpose: 'adhd', times: 1, units: 15 },
    'RX_OVER_LIMIT',
  ],
  [
    'poppy shell: in a compound, 3 days of 6 g',
    { ingredient: '罂粟壳', strength: 0, dose: 6, units: 18, purpose: 'compound', unit: 'g' },
    'ok',
  ],
  [
    'poppy shell alone',
    { ingredient: '罂粟壳', strength: 0, dose: 6, units: 18, unit: 'g' },
    'RX_COMPOUND_ONLY',
  ],
  [
    'poppy shell: 19 g',
    { ingredient: '罂粟壳', strength: 0, dose: 7, units: 19, purpose: 'compound', unit: 'g' },
    'RX_OVER_LIMIT',
  ],
  [
    'poppy shell: after 5 days without a gap',
    { ingredient: '罂粟壳', strength: 0, dose: 6, units: 18, purpose: 'compound', runDays: 5, unit: 'g' },
    'RX_OVER_LIMIT',
  ],
  [
    'a pump: one fill with rate and duration',
    { ...injection, ...inside, dose: 100_000, units: 10, purpose: 'pump', instruction: '2 ml/h，48 小时' },
    'ok',
  ],
  [
    'a pump without rate',
    { ...injection, ...inside, dose: 100_000, units: 10, purpose: 'pump' },
    'RX_INSTRUCTION_NEEDED',
  ],
  [
    'a pump: two fills',
    { ...injection, ...inside, dose: 50_000, units: 10, purpose: 'pump', instruction: '2 ml/h，48 小时' },
    'RX_OVER_LIMIT',
  ],
  [
    'a pump does not take pethidine out of its rule',
    { ...injection, ...inside, ingredient: '哌替啶', purpose: 'pump', units: 2, instruction: '2 ml/h' },
    'RX_OVER_LIMIT',
  ],
  [
    'discharge with cancer pain, slow release: 15 days',
    { ...slow, category: 'cancer', encounter: 'inpatient', purpose: 'discharge', units: 30 },
    'ok',
  ],
  [
    'discharge with cancer pain, other: 7 days',
    { ...tablet, category: 'cancer', encounter: 'inpatient', purpose: 'discharge', units: 22 },
    'RX_OVER_LIMIT',
  ],
  [
    'toxic: two days of the highest dose',
    { cls: 'TOX', strength: 10, dose: 5, dailyMax: 10, units: 2 },
    'ok',
  ],
  ['toxic: over', { cls: 'TOX', strength: 10, dose: 5, dailyMax: 10, units: 3 }, 'RX_OVER_LIMIT'],
  [
    'toxic without a known highest dose',
    { cls: 'TOX', strength: 10, dose: 5, units: 1 },
    'RX_DAILY_MAX_UNKNOWN',
  ],
  ['no dose, no days', { ...tablet, dose: 0, units: 1 }, 'RX_NOT_COMPUTABLE'],
]

describe('limits of the law (regulations §6.1)', () => {
  test.each(cases)('%s', (_title, given, expected) => {
    expect(judged(given)).toBe(expected)
  })

  test('days are counted in whole numbers: 0.1 + 0.2 has no place here', () => {
    // 3 days of 3 times 7.5 mg are 13.5 tablets of 5 mg: 13 are within, 14 are not.
    const given = { ...tablet, strength: 5_000, dose: 7_500 }
    expect([judged({ ...given, units: 13 }), judged({ ...given, units: 14 })]).toEqual([
      'ok',
      'RX_OVER_LIMIT',
    ])
  })
})

describe('a hospital’s own limits', () => {
  const stricter = {
    class: 'NAR',
    form: 'CR',
    patient: 'cancer',
    measure: 'days',
    reason: '药事会 2026-11',
  } as const

  test('looser than the law is refused, and the refusal names the rule', async () => {
    const head = await h.as('liuguodong@lushan')
    const asked = head.call(setLimit, { ...stricter, most: 16, validFrom: '2026-11-24' })
    await expect(asked).rejects.toMatchObject({ code: 'RX_LIMIT_LOOSER' })
    await expect(head.call(setLimit, { ...stricter, most: 16, validFrom: '2026-11-24' })).rejects.toThrow(
      /癌痛患者.*控缓释.*15 日常用量.*第二十四条/,
    )
  })

  test('stricter holds from its day, comes on top of the law, and ends when it is ended', async () => {
    const head = await h.as('liuguodong@lushan')
    const { id } = await head.call(setLimit, { ...stricter, most: 10, validFrom: '2026-11-23' })
    const own = async (on: string) =>
      (await head.call(listLimits, { on })).rows.filter((r) => r.mode === 'own').length
    expect([await own('2026-11-22'), await own('2026-11-23')]).toEqual([0, 1])
    const before = law
    law = (await head.call(listLimits, { on: '2026-11-23' })).rows
    expect(judged({ ...slow, category: 'cancer', units: 22 })).toBe('RX_OVER_LIMIT')
    expect(judged({ ...slow, category: 'cancer', units: 20 })).toBe('ok')
    law = before
    expect(await refusalOf(head.call(setLimit, { ...stricter, most: 9, validFrom: '2026-11-25' }))).toBe(
      'ALREADY_EXISTS',
    )
    await head.call(endLimit, { limitId: id })
    expect(await own('2026-11-23')).toBe(0)
    expect(await refusalOf(head.call(endLimit, { limitId: id }))).toBe('DOCUMENT_CLOSED')
  })

  test('days for what the law counts in doses cannot be compared, and are refused', () => {
    const own = {
      class: 'NAR',
      form: 'INJ',
      patient: 'general',
      ingredient: null,
      maxDoses: null,
      maxDays: 1,
    } as const
    expect(loosened(own, law)?.article).toContain('二十三')
    expect(loosened({ ...own, maxDoses: 1, maxDays: null }, law)).toBeUndefined()
    expect(loosened({ ...own, class: 'PS2', form: 'ANY', maxDays: 5 }, law)).toBeUndefined()
  })
})
