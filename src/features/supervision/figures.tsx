import type { Figure } from '#ui/Figures.tsx'
import { sumText } from '#ui/unit-sums.ts'
import type { InstitutionRow } from './contract.ts'
import { isSilent, minutesText } from './rules.ts'

const sum = (rows: readonly InstitutionRow[], of: (r: InstitutionRow) => number): number =>
  rows.reduce((n, r) => n + of(r), 0)
const houses = (rows: readonly InstitutionRow[], of: (r: InstitutionRow) => number): number =>
  rows.filter((r) => of(r) > 0).length

/** Six figures, the most urgent first; no data is a figure of its own. */
export function figures(rows: readonly InstitutionRow[], now: string): Figure[] {
  const overdue = sumText(rows.flatMap((r) => r.overdueSums))
  const people = sum(rows, (r) => r.overduePeople)
  const transits = sum(rows, (r) => r.transits)
  const owed = sum(rows, (r) => r.owedContainers)
  const losses = sum(rows, (r) => r.unreportedLosses)
  const late = houses(rows, (r) => r.unreportedMinutes)
  const silent = rows.filter((r) => isSilent(r, now)).length
  const longest = Math.max(0, ...rows.map((r) => r.transitMinutes))
  return [
    {
      key: 'overdue',
      title: '在手超时',
      figure: people,
      words: ['人', people > 0 && `${houses(rows, (r) => r.overduePeople)} 家`, overdue]
        .filter(Boolean)
        .join('，'),
      ...(people > 0 ? { tone: 'red' as const } : {}),
    },
    {
      key: 'loss',
      title: '盘损未报',
      figure: losses,
      words: ['例', late > 0 && `${late} 家已过时限`].filter(Boolean).join('，'),
      to: '/discrepancies',
      ...(losses > 0 ? { tone: late > 0 ? ('red' as const) : ('amber' as const) } : {}),
    },
    {
      key: 'transit',
      title: '在途未签收',
      figure: transits,
      words: transits > 0 ? `笔，最长 ${minutesText(longest)}` : '笔',
      ...(transits > 0 ? { tone: 'amber' as const } : {}),
    },
    {
      key: 'owed',
      title: '欠空安瓿',
      figure: owed,
      words: `个，${houses(rows, (r) => r.owedContainers)} 家`,
      ...(owed > 0 ? { tone: 'amber' as const } : {}),
    },
    {
      key: 'silent',
      title: '无上传超 24 小时',
      figure: silent,
      words: '家',
      ...(silent > 0 ? { tone: 'grey' as const } : {}),
    },
    {
      key: 'closed',
      title: '今日闭环',
      figure: sum(rows, (r) => r.closedToday),
      words: `次，应闭环 ${sum(rows, (r) => r.issuedToday)}`,
    },
  ]
}
