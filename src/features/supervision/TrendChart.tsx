import { useMemo } from 'react'
import { Chart } from '#ui/Chart.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { useCall } from '#ui/query.ts'
import { colour } from '#ui/theme.ts'
import { readTrend, trendDays } from './contract.ts'

/** Bars of issues and, in front of them, of those closed by now: both from zero, one hue. */
export function TrendChart({ org }: { org?: number }) {
  const query = useCall(readTrend, { org })
  const days = query.data?.days
  const option = useMemo(() => {
    const shown = days ?? []
    return {
      tooltip: { trigger: 'axis' },
      grid: { left: 14, right: 18, top: 30, bottom: 8, outerBoundsMode: 'same' },
      xAxis: { type: 'category', data: shown.map((d) => d.day.slice(5)), axisLabel: { interval: 6 } },
      yAxis: { type: 'value', name: '次', minInterval: 1 },
      series: [
        {
          name: '领用',
          type: 'bar',
          data: shown.map((d) => d.issued),
          barGap: '-100%',
          itemStyle: { color: colour.band },
        },
        {
          name: '已闭环',
          type: 'line',
          data: shown.map((d) => d.closed),
          itemStyle: { color: colour.accent },
        },
      ],
    }
  }, [days])
  if (query.error) return <ErrorState error={query.error} retry={query.refetch} />
  const issued = (days ?? []).reduce((n, d) => n + d.issued, 0)
  const closed = (days ?? []).reduce((n, d) => n + d.closed, 0)
  return (
    <Chart
      title="领用与闭环"
      scope={`近 ${trendDays} 天，${org === undefined ? '辖区全部机构' : '本机构'}，按领用日`}
      extra={<span>{`柱 领用 ${issued} 次　线 其中已闭环 ${closed} 次`}</span>}
      option={option}
      height={180}
      data={{
        head: ['日期', '领用（次）', '已闭环（次）'],
        rows: (days ?? []).map((d) => [d.day, d.issued, d.closed]),
      }}
    />
  )
}
