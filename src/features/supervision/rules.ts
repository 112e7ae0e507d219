import type { DocumentRow, InstitutionRow } from './contract.ts'

/** 无上传: a hospital that is at work records something every day (regulations §10.3). */
export const silentHours = 24
/** 在途 longer than this waits for somebody. */
export const transitMinutes = 240

// GB/T 2260 of the demonstration's province; a code that is not here is shown as it is.
const districts: Record<string, string> = {
  '430000': '湖南省',
  '430100': '长沙市',
  '430102': '芙蓉区',
  '430103': '天心区',
  '430104': '岳麓区',
  '430105': '开福区',
  '430111': '雨花区',
  '430112': '望城区',
  '430121': '长沙县',
  '430181': '浏阳市',
  '430182': '宁乡市',
}
export const districtName = (region: string): string => districts[region] ?? region

export interface Urgent {
  /** Higher comes first. */
  readonly rank: number
  readonly tone: 'red' | 'amber' | 'grey' | undefined
  readonly text: string
}

/** Minutes in words: 44 分钟, 3 小时 25 分, 2 天. */
export function minutesText(minutes: number): string {
  if (minutes < 60) return `${minutes} 分钟`
  const hours = Math.floor(minutes / 60)
  if (hours >= 48) return `${Math.floor(hours / 24)} 天`
  return minutes % 60 === 0 ? `${hours} 小时` : `${hours} 小时 ${minutes % 60} 分`
}

const silentMinutes = (row: Pick<InstitutionRow, 'lastRecordAt'>, now: string): number | undefined =>
  row.lastRecordAt === null
    ? undefined
    : Math.floor((Date.parse(now) - Date.parse(row.lastRecordAt)) / 60_000)

/** Without any record, or without one for a day. Silence is no data, not good news. */
export function isSilent(row: Pick<InstitutionRow, 'lastRecordAt'>, now: string): boolean {
  const silent = silentMinutes(row, now)
  return silent === undefined || silent >= silentHours * 60
}

/** The most urgent thing of an institution, in one sentence. */
export function urgentOf(row: InstitutionRow, now: string): Urgent {
  if (row.overduePeople > 0)
    return {
      rank: 100_000 + row.overdueMinutes,
      tone: 'red',
      text: `在手超时 ${minutesText(row.overdueMinutes)}`,
    }
  if (row.unreportedMinutes > 0)
    return {
      rank: 95_000 + row.unreportedMinutes,
      tone: 'red',
      text: `盘损未报，已过时限 ${minutesText(row.unreportedMinutes)}`,
    }
  if (row.redAlertsToday > 0)
    return { rank: 90_000 + row.redAlertsToday, tone: 'red', text: `今日 ${row.redAlertsToday} 条红色预警` }
  if (row.unreportedLosses > 0)
    return { rank: 85_000 + row.unreportedLosses, tone: 'amber', text: `盘损未报 ${row.unreportedLosses} 例` }
  if (row.owedOverdue > 0)
    return { rank: 80_000 + row.owedOverdue, tone: 'amber', text: `空安瓿逾期未交 ${row.owedOverdue} 个` }
  if (row.transits > 0 && row.transitMinutes >= transitMinutes) {
    return {
      rank: 70_000 + row.transitMinutes,
      tone: 'amber',
      text: `在途未签收 ${minutesText(row.transitMinutes)}`,
    }
  }
  if (isSilent(row, now)) {
    const silent = silentMinutes(row, now)
    return {
      rank: 60_000,
      tone: 'grey',
      text: silent === undefined ? '还没有上传过记录' : `无上传 ${minutesText(silent)}`,
    }
  }
  return { rank: 0, tone: undefined, text: '无' }
}

export const byUrgency =
  (now: string) =>
  (a: InstitutionRow, b: InstitutionRow): number =>
    urgentOf(b, now).rank - urgentOf(a, now).rank || (a.name < b.name ? -1 : 1)

/** Closed share of today's issues in per cent, one decimal; null: nothing was issued. */
export function closedShare(row: { issuedToday: number; closedToday: number }): number | null {
  return row.issuedToday === 0 ? null : Math.round((row.closedToday * 1000) / row.issuedToday) / 10
}

const documentPaths: Record<DocumentRow['kind'], string> = {
  receipt: '/receipts/',
  requisition: '/requisitions/',
  transfer: '/transfers/',
  issue: '/issues/',
  recovery: '',
  destruction: '/destruction/',
}
export const documentTitle: Record<DocumentRow['kind'], string> = {
  receipt: '收货单',
  requisition: '请领单',
  transfer: '调拨单',
  issue: '领用单',
  recovery: '回收单',
  destruction: '销毁单',
}

/** A document's own page; lists stand in for those without one. */
export function documentPath(d: Pick<DocumentRow, 'kind' | 'id' | 'no'>, org: number): string {
  const path = documentPaths[d.kind]
  return path ? `${path}${d.id}?org=${org}` : `/recovery?tab=records&org=${org}&q=${d.no}`
}
