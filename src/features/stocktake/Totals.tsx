import { Figures } from '#ui/Figures.tsx'
import type { StocktakeDetail } from './contract.ts'
import { differenceText } from './words.tsx'

/** 已盘, 正常, 盘损, 盘盈. */
export function Totals({ of }: { of: StocktakeDetail }) {
  const done = of.list.filter((r) => r.difference !== null)
  const short = done.filter((r) => (r.difference ?? 0) < 0)
  const surplus = done.filter((r) => (r.difference ?? 0) > 0)
  const rows = (sum: string) => (sum ? `行，${sum}` : '行')
  return (
    <Figures
      look="strip"
      items={[
        { key: 'done', title: '已盘', figure: done.length, words: `/ ${of.list.length} 行` },
        {
          key: 'equal',
          title: '正常',
          figure: done.length - short.length - surplus.length,
          words: '行',
          tone: 'green',
        },
        {
          key: 'short',
          title: '盘损',
          figure: short.length,
          words: rows(differenceText(short)),
          ...(short.length > 0 ? { tone: 'red' as const } : {}),
        },
        {
          key: 'surplus',
          title: '盘盈',
          figure: surplus.length,
          words: rows(differenceText(surplus)),
          ...(surplus.length > 0 ? { tone: 'amber' as const } : {}),
        },
      ]}
    />
  )
}
