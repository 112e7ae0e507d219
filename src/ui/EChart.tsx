import { BarChart, LineChart, ScatterChart } from 'echarts/charts'
import {
  GridComponent,
  MarkAreaComponent,
  MarkLineComponent,
  MarkPointComponent,
  TooltipComponent,
} from 'echarts/components'
import { init, registerTheme, use, type ECharts, type EChartsCoreOption } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import { colour, face } from './theme.ts'

use([
  BarChart,
  LineChart,
  ScatterChart,
  GridComponent,
  TooltipComponent,
  MarkAreaComponent,
  MarkLineComponent,
  MarkPointComponent,
  SVGRenderer,
])

const axis = {
  axisLine: { lineStyle: { color: colour.divider } },
  axisTick: { show: false },
  axisLabel: { color: colour.ink3, fontSize: 11 },
  splitLine: { lineStyle: { color: colour.rowLine } },
  nameTextStyle: { color: colour.ink3, fontSize: 11 },
}

/** One hue: accent, its tints and greys. A marked point takes its colour in the page. */
registerTheme('zhuisu', {
  color: [colour.accent, colour.band, colour.peer, colour.limit],
  textStyle: { fontFamily: face },
  animationDuration: 150,
  animationDurationUpdate: 150,
  grid: { left: 14, right: 16, top: 12, bottom: 10, outerBoundsMode: 'same', outerBoundsContain: 'all' },
  categoryAxis: { ...axis, splitLine: { show: false } },
  valueAxis: axis,
  timeAxis: axis,
  line: { symbol: 'none', lineStyle: { width: 2 } },
  bar: { barMaxWidth: 18, itemStyle: { color: colour.band } },
  scatter: { symbolSize: 6, itemStyle: { color: colour.peer } },
  tooltip: {
    backgroundColor: '#fff',
    borderColor: colour.divider,
    borderWidth: 1,
    padding: [6, 10],
    textStyle: { color: colour.ink, fontSize: 12 },
    extraCssText: 'box-shadow:none',
  },
})

export function EChart({
  option,
  height,
  title,
}: {
  option: EChartsCoreOption
  height: number
  title: string
}) {
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<ECharts>(undefined)
  useEffect(() => {
    if (!box.current) return
    const made = init(box.current, 'zhuisu', { renderer: 'svg' })
    chart.current = made
    const watch = new ResizeObserver(() => made.resize())
    watch.observe(box.current)
    return () => {
      watch.disconnect()
      made.dispose()
    }
  }, [])
  useEffect(() => {
    const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches
    chart.current?.setOption({ ...option, ...(still ? { animation: false } : {}) }, true)
  }, [option])
  return <div ref={box} style={{ height }} role="img" aria-label={`${title}，用“看数据”看同样的数字`} />
}
