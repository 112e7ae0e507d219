/**
 * What a hospital's day is drawn from. Base rates are those of published surveys where a source stands beside them
 * ([B1] Bluesight Diversion Quarterly Q1 2020, 8.99 million cases; [B2] Bluesight Trends 2024). Everything marked
 * [A] is our assumption: of the order that textbooks of anaesthesia give, chosen so that whole and part ampoules
 * both occur. Nothing here was fitted to a hospital.
 */

export interface Need {
  readonly drug: string
  /** Content given in one case: µg. */
  readonly mean: number
  readonly deviation: number
  /** Doses are drawn up in steps: a syringe is read to its marks. */
  readonly step: number
  /** Share of cases that need it at all. */
  readonly share: number
}

export interface Procedure {
  readonly title: string
  readonly diagnosis: string
  /** Share among operations. */
  readonly weight: number
  readonly minutes: readonly [low: number, high: number]
  readonly needs: readonly Need[]
  /** Only where the hospital is 三级. */
  readonly tertiary?: true
}

const sufentanil = (mean: number, deviation: number): Need => ({
  drug: 'NAR017',
  mean,
  deviation,
  step: 5,
  share: 1,
})
const remifentanil = (mean: number, deviation: number): Need => ({
  drug: 'NAR020',
  mean,
  deviation,
  step: 50,
  share: 0.8,
})
const fentanyl = (mean: number, deviation: number): Need => ({
  drug: 'NAR012',
  mean,
  deviation,
  step: 10,
  share: 1,
})
const midazolam = (mean: number, share: number): Need => ({
  drug: 'PS1005',
  mean,
  deviation: mean * 0.3,
  step: 500,
  share,
})
const ketamine = (mean: number, share: number): Need => ({
  drug: 'PS1001',
  mean,
  deviation: mean * 0.25,
  step: 5_000,
  share,
})

/** [A] Mix, durations and doses. */
export const procedures: readonly Procedure[] = [
  {
    title: '腹腔镜胆囊切除术',
    diagnosis: '胆囊结石伴胆囊炎',
    weight: 16,
    minutes: [60, 110],
    needs: [sufentanil(32, 7), remifentanil(700, 250), midazolam(2_000, 0.5)],
  },
  { title: '剖宫产术', diagnosis: '瘢痕子宫', weight: 14, minutes: [45, 80], needs: [sufentanil(10, 3)] },
  {
    title: '阑尾切除术',
    diagnosis: '急性阑尾炎',
    weight: 10,
    minutes: [45, 80],
    needs: [fentanyl(130, 40), midazolam(2_000, 0.4)],
  },
  {
    title: '腹股沟疝修补术',
    diagnosis: '腹股沟斜疝',
    weight: 9,
    minutes: [45, 75],
    needs: [fentanyl(100, 30)],
  },
  {
    title: '甲状腺部分切除术',
    diagnosis: '甲状腺结节',
    weight: 8,
    minutes: [70, 120],
    needs: [sufentanil(28, 6), remifentanil(850, 300)],
  },
  {
    title: '乳腺癌改良根治术',
    diagnosis: '乳腺癌',
    weight: 6,
    minutes: [90, 150],
    needs: [sufentanil(38, 8), remifentanil(1_100, 300), midazolam(2_000, 0.5)],
  },
  {
    title: '骨折切开复位内固定术',
    diagnosis: '胫骨骨折',
    weight: 10,
    minutes: [90, 160],
    needs: [sufentanil(36, 9), midazolam(2_000, 0.3), ketamine(40_000, 0.25)],
  },
  {
    title: '全髋关节置换术',
    diagnosis: '股骨头坏死',
    weight: 5,
    minutes: [110, 170],
    needs: [sufentanil(42, 10), remifentanil(1_000, 300), midazolam(2_500, 0.5)],
  },
  {
    title: '无痛胃肠镜检查',
    diagnosis: '慢性胃炎',
    weight: 14,
    minutes: [20, 35],
    needs: [fentanyl(60, 20), midazolam(2_000, 0.3)],
  },
  {
    title: '胃癌根治术',
    diagnosis: '胃窦癌',
    weight: 4,
    minutes: [170, 260],
    needs: [sufentanil(75, 14), remifentanil(1_600, 400), midazolam(3_000, 0.6)],
    tertiary: true,
  },
  {
    title: '冠状动脉旁路移植术',
    diagnosis: '冠心病',
    weight: 2,
    minutes: [220, 320],
    needs: [sufentanil(260, 45), midazolam(8_000, 0.9)],
    tertiary: true,
  },
  {
    title: '小儿扁桃体切除术',
    diagnosis: '扁桃体肥大',
    weight: 6,
    minutes: [35, 60],
    needs: [fentanyl(40, 12), ketamine(30_000, 0.3)],
  },
]

export interface WardOrder {
  readonly title: string
  readonly diagnosis: string
  readonly drug: string
  readonly weight: number
  /** Content of one order, µg, each as likely as its weight says; `whole`: given as they are (tablets). */
  readonly doses: readonly { readonly content: number; readonly weight: number }[]
  readonly whole?: true
  readonly route: '皮下注射' | '肌内注射' | '口服'
}

/** [A] */
export const wardOrders: readonly WardOrder[] = [
  {
    title: '癌痛爆发痛处置',
    diagnosis: '肺癌骨转移',
    drug: 'NAR002',
    weight: 5,
    route: '皮下注射',
    doses: [
      { content: 10_000, weight: 5 },
      { content: 5_000, weight: 4 },
      { content: 20_000, weight: 1 },
    ],
  },
  {
    title: '术后急性疼痛处置',
    diagnosis: '术后疼痛',
    drug: 'NAR025',
    weight: 3,
    route: '肌内注射',
    doses: [
      { content: 50_000, weight: 6 },
      { content: 25_000, weight: 2 },
      { content: 75_000, weight: 1 },
    ],
  },
  {
    title: '癌痛按时给药',
    diagnosis: '肝癌',
    drug: 'NAR031',
    weight: 4,
    route: '口服',
    whole: true,
    doses: [
      { content: 10_000, weight: 3 },
      { content: 20_000, weight: 5 },
      { content: 30_000, weight: 2 },
    ],
  },
]

export interface Size {
  readonly grade: string
  readonly tertiary: boolean
  readonly surgeries: number
  readonly wardOrders: number
  readonly staff: Readonly<Record<Role, number>>
}

export const roles = [
  'keeper',
  'theatrePharmacist',
  'wardPharmacist',
  'anaesthetist',
  'theatreNurse',
  'wardNurse',
  'doctor',
  'head',
  'admin',
] as const
export type Role = (typeof roles)[number]

/** [A] Operations and ward orders of a working day, and who there is to do them. */
export const sizes = {
  small: {
    grade: '二级甲等',
    tertiary: false,
    surgeries: 9,
    wardOrders: 6,
    staff: {
      keeper: 3,
      theatrePharmacist: 4,
      wardPharmacist: 4,
      anaesthetist: 7,
      theatreNurse: 5,
      wardNurse: 8,
      doctor: 4,
      head: 1,
      admin: 1,
    },
  },
  large: {
    grade: '三级甲等',
    tertiary: true,
    surgeries: 24,
    wardOrders: 12,
    staff: {
      keeper: 4,
      theatrePharmacist: 6,
      wardPharmacist: 5,
      anaesthetist: 14,
      theatreNurse: 9,
      wardNurse: 14,
      doctor: 7,
      head: 1,
      admin: 1,
    },
  },
} as const satisfies Record<string, Size>

/** [A] On Saturdays and Sundays only what cannot wait. */
export const weekendShare = 0.2
/** [A] Share of operations that come outside 08:00–16:00. */
export const emergencyShare = 0.12
/** [A] An ampoule is drawn in reserve and comes back unopened. */
export const reserveShare = 0.15

/**
 * Honest mistakes. A variance in 12 % of all cases: 19 % of anaesthetists', 11 % of nurses' [B1]; half of them are
 * errors of documentation [B2]. How the rest divides is [A].
 */
export const variance = { anaesthetist: 0.19, nurse: 0.11 } as const
export const mistakeShares = [
  { code: 'lateWaste', weight: 24 },
  { code: 'lateRecord', weight: 30 },
  { code: 'wrongDose', weight: 14 },
  { code: 'lateEmpties', weight: 22 },
  { code: 'breakage', weight: 6 },
  { code: 'strayEmpty', weight: 4 },
] as const

/** [A] Per delivery, per transfer, and per round of the vault in which something has expired. */
export const supplyMistakes = { shortBox: 0.02, damagedBox: 0.015, recount: 0.03, expiredLeft: 0.2 } as const
/** [A] A lot arrives with so many days left; one in twenty is short-dated. */
export const shelfLife = { low: 240, high: 900, shortDated: 0.05, shortLow: 12, shortHigh: 40 } as const
