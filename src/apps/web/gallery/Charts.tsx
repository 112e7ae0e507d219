import { Chart } from '#ui/Chart.tsx'

const days = Array.from({ length: 30 }, (_, i) => `11-${String(i + 1).padStart(2, '0')}`)
const uses = days.map((_, i) => 1450 + ((i * 73) % 320))
const rates = days.map((_, i) => (i === 20 ? 96 : 98 + ((i * 7) % 9) / 10))
const points = Array.from({ length: 46 }, (_, i) => [40 + ((i * 97) % 1400), 12 + ((i * 31) % 90) / 10])

const trend = {
  xAxis: { type: 'category', data: days },
  yAxis: [
    { type: 'value', name: '领用（次）' },
    { type: 'value', name: '闭环率（%）', min: 92, max: 100, splitLine: { show: false } },
  ],
  tooltip: { trigger: 'axis' },
  series: [
    { type: 'bar', name: '领用', data: uses },
    {
      type: 'line',
      name: '闭环率',
      yAxisIndex: 1,
      data: rates,
      markPoint: {
        symbol: 'circle',
        symbolSize: 7,
        itemStyle: { color: '#BF1F2E' },
        label: { position: 'left', color: '#BF1F2E', formatter: '11-21 断网', fontSize: 11 },
        data: [{ coord: [days[20], 96] }],
      },
    },
  ],
}

const peers = {
  xAxis: { type: 'value', name: '开启支数', nameLocation: 'middle', nameGap: 22 },
  yAxis: { type: 'value', name: '弃去占抽取（%）', max: 40 },
  series: [
    {
      type: 'scatter',
      data: points,
      markLine: {
        symbol: 'none',
        silent: true,
        label: { show: false },
        lineStyle: { color: '#8A94A4', type: 'solid' },
        data: [{ yAxis: 16.4 }],
      },
    },
    {
      type: 'scatter',
      data: [[620, 31.4]],
      symbolSize: 9,
      itemStyle: { color: '#BF1F2E' },
      label: { show: true, position: 'right', formatter: '湘江妇幼医院 31.4%', color: '#BF1F2E' },
    },
  ],
}

export function Charts() {
  const rows = days.map((day, i) => [day, uses[i] ?? null, rates[i] ?? null])
  return (
    <div className="g-pair">
      <Chart
        title="领用与闭环率"
        scope="近 30 天"
        option={trend}
        data={{ head: ['日期', '领用（次）', '闭环率（%）'], rows }}
        height={232}
      />
      <Chart
        title="残余占比"
        scope="各机构，舒芬太尼，近 30 天"
        extra="99.8% 界限外 1 家"
        option={peers}
        note="统计提示只说明与同组不同，不表示违规"
        data={{ head: ['开启支数', '弃去占抽取（%）'], rows: points }}
        height={190}
      />
    </div>
  )
}
