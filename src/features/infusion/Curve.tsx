import { useMemo } from 'react'
import { Chart } from '#ui/Chart.tsx'
import { shortInstant } from '#ui/format.ts'
import { colour } from '#ui/theme.ts'
import type { PumpDetail } from './contract.ts'
import { bandUl, expectedUl, mlText } from './rules.ts'

interface Point {
  readonly at: string
  readonly expected: number
  readonly read: number | null
}

/** Where the line of what is to be expected bends: at each reading that stands, and now. */
export function pointsOf(of: PumpDetail, now: string): Point[] {
  const points: Point[] = [{ at: of.startedAt, expected: 0, read: 0 }]
  for (const r of of.readings.filter((x) => !x.void)) {
    points.push({ at: r.readAt, expected: r.expectedUl, read: r.givenUl })
    // An explained difference: the line goes on from what was read.
    if (r.level !== 'within') points.push({ at: r.readAt, expected: r.givenUl, read: null })
  }
  if (of.stoppedAt === null && Date.parse(now) > Date.parse(of.lastAt))
    points.push({ at: now, expected: expectedUl(of, now), read: null })
  return points
}

const ml = (ul: number): number => Number(mlText(ul))

/** What was read, and what was to be expected by rate and time, with the band in which both agree. */
export function Curve({ of, now }: { of: PumpDetail; now: string }) {
  const points = useMemo(() => pointsOf(of, now), [of, now])
  const option = useMemo(() => {
    const line = (name: string, of: (p: Point) => number, style: object) => ({
      name,
      type: 'line',
      data: points.map((p) => [p.at, ml(of(p))]),
      symbol: 'none',
      ...style,
    })
    const quiet = {
      lineStyle: { color: colour.limit, type: 'dashed', width: 1 },
      itemStyle: { color: colour.limit },
    }
    return {
      tooltip: { trigger: 'axis' },
      grid: { left: 14, right: 18, top: 30, bottom: 8, outerBoundsMode: 'same' },
      xAxis: { type: 'time', axisLabel: { formatter: '{HH}:{mm}', hideOverlap: true } },
      yAxis: { type: 'value', name: 'ml', max: ml(of.totalUl) },
      series: [
        line('上限', (p) => p.expected + bandUl(p.expected), quiet),
        line('下限', (p) => Math.max(0, p.expected - bandUl(p.expected)), quiet),
        line('应输', (p) => p.expected, {
          lineStyle: { color: colour.peer, width: 2 },
          itemStyle: { color: colour.peer },
        }),
        {
          name: '读数',
          type: 'scatter',
          symbolSize: 9,
          data: points.flatMap((p) => (p.read === null ? [] : [[p.at, ml(p.read)]])),
          itemStyle: { color: colour.accent },
        },
      ],
    }
  }, [points, of.totalUl])
  return (
    <Chart
      title="累计输注量"
      scope={`共 ${mlText(of.totalUl)} ml`}
      extra={<span>点 读数　线 按速度应输　虚线 ±1 ml 或 ±5 %</span>}
      option={option}
      height={230}
      data={{
        head: ['时间', '应输 ml', '读数 ml'],
        rows: points.map((p) => [shortInstant(p.at), ml(p.expected), p.read === null ? null : ml(p.read)]),
      }}
      note="允许偏差是本系统的规则，不是国家标准；超出须写原因，应输线从读数重新起算"
    />
  )
}
