import { Refusal } from '#core/refusal.ts'

/** Seats of the management body (438号 Art 3): led by the deputy head in charge, with four departments, one full-time. */
export const seatTitle = {
  chair: '组长（分管负责人）',
  deputy: '副组长',
  medical: '医疗管理',
  pharmacy: '药学',
  nursing: '护理',
  security: '保卫',
  manager: '专职管理人员',
  member: '其他成员',
} as const
export type Seat = keyof typeof seatTitle
export const seatKinds = Object.keys(seatTitle) as [Seat, ...Seat[]]
/** Without one of these the body is not what Art 3 asks for. */
export const neededSeats: readonly Seat[] = ['chair', 'medical', 'pharmacy', 'nursing', 'security', 'manager']

export const missingSeats = (held: readonly Seat[]): Seat[] => neededSeats.filter((s) => !held.includes(s))

/** What the hospital must have rules for (438号 Art 5); the last two are the duties of posts and anything else. */
export const areaTitle = {
  purchase: '采购',
  acceptance: '验收',
  storage: '储存',
  keeping: '保管',
  issue: '发放',
  dispensing: '调配',
  use: '使用',
  damage: '报残损',
  destruction: '销毁',
  loss: '丢失及被盗案件报告',
  patrol: '值班巡查',
  posts: '各岗位人员职责',
  other: '其他',
} as const
export type Area = keyof typeof areaTitle
export const areas = Object.keys(areaTitle) as [Area, ...Area[]]
export const missingAreas = (covered: readonly Area[]): Area[] =>
  areas.filter((a) => a !== 'other' && !covered.includes(a))

export const outcomeTitle = { met: '完成', partly: '部分完成', missed: '未完成' } as const
export type Outcome = keyof typeof outcomeTitle

export const versionStateTitle = {
  draft: '待批准',
  returned: '已退回',
  coming: '待执行',
  current: '执行中',
  replaced: '已更替',
  ended: '已废止',
} as const
export type VersionState = keyof typeof versionStateTitle

/** A policy whose review is due within so many days is named to whoever keeps it. */
export const reviewSoonDays = 30

interface Version {
  readonly version: number
  readonly effectiveOn: string
  readonly approvedAt: string | null
  readonly returnedAt: string | null
}

/** The version in force on `day` of one policy: the newest approved whose day has come. */
export function inForce(versions: readonly Version[], endedOn: string | null, day: string): number | null {
  if (endedOn !== null && endedOn <= day) return null
  const past = versions.filter((v) => v.approvedAt !== null && v.effectiveOn <= day)
  return past.length === 0 ? null : Math.max(...past.map((v) => v.version))
}

export function versionState(
  v: Version,
  all: readonly Version[],
  endedOn: string | null,
  day: string,
): VersionState {
  if (v.returnedAt !== null) return 'returned'
  if (v.approvedAt === null) return 'draft'
  if (endedOn !== null && endedOn <= day) return 'ended'
  if (v.effectiveOn > day) return 'coming'
  return inForce(all, endedOn, day) === v.version ? 'current' : 'replaced'
}

/** A rule does not begin before it is approved. Refuses: POLICY_DAYS. */
export function checkDays(days: { effectiveOn: string; reviewOn: string }, today: string): void {
  if (days.effectiveOn < today || days.reviewOn <= days.effectiveOn)
    throw new Refusal('POLICY_DAYS', { today })
}
