import { useMemo, useState } from 'react'
import { Card } from '#ui/Card.tsx'
import { Chart } from '#ui/Chart.tsx'
import { CodeLife } from '#ui/CodeLife.tsx'
import { CustodyFlow } from '#ui/CustodyFlow.tsx'
import { flowLinks, flowNodes, lifeColumns, lifeUnits } from './samples.ts'

export function Drawings() {
  const [unit, setUnit] = useState('03')
  return (
    <>
      <Card title="CustodyFlow 去向" scope="批号 S2609118" extra="开启 100 μg = 给药 70 μg + 弃去 30 μg + 尚余 0 μg">
        <CustodyFlow
          nodes={flowNodes}
          links={flowLinks}
          account={{ title: '陈思远 领用账户', rule: '归零即闭环' }}
          height={330}
        />
      </Card>
      <Card title="CodeLife 码的一生" scope="10 支，去向齐全" extra="4 + 2 + 2 + 1 + 1 = 10，与收货数一致" flush>
        <CodeLife
          columns={lifeColumns}
          splitAt={2}
          splitText="拆零 10"
          spans={['整盒 10 支', '在途 41 分钟']}
          units={lifeUnits}
          selected={unit}
          onSelect={setUnit}
        />
      </Card>
      <Charts />
    </>
  )
}

const days = Array.from({ length: 30 }, (_, i) => `11-${String(i + 1).padStart(2, '0')}`)
const uses = days.map((_, i) => 1450 + ((i * 73) % 320))
const rates = days.map((_, i) => (i === 20 ? 96 : 98 + ((i * 7) % 9) / 10))

function Charts() {
  const option = useMemo(
    () => ({
      xAxis: { type: 'category', data: days },
      yAxis: [
        { type: 'value', name: '领用（次）' },
        { type: 'value', name: '闭环率（%）', min: 92, max: 100, splitLine: { show: false } },
      ],
      tooltip: { trigger: 'axis' },
      series: [
        { type: 'bar', name: '领用', data: uses },
        {
          ...{ type: 'line', name: '闭环率', yAxisIndex: 1, data: rates },
          markPoint: {
            ...{ symbol: 'circle', symbolSize: 7, itemStyle: { color: '#BF1F2E' } },
            label: { position: 'left', color: '#BF1F2E', formatter: '11-21 断网', fontSize: 11 },
            data: [{ coord: [days[20], 96] }],
          },
        },
      ],
    }),
    [],
  )
  const peers = useMemo(() => {
    const points = Array.from({ length: 46 }, (_, i) => [40 + ((i * 97) % 1400), 12 + ((i * 31) % 90) / 10])
    return {
      points,
      option: {
        xAxis: { type: 'value', name: '开启支数', nameLocation: 'middle', nameGap: 22 },
        yAxis: { type: 'value', name: '弃去占抽取（%）', max: 45 },
        series: [
          {
            ...{ type: 'scatter', data: points },
            markLine: {
              ...{ symbol: 'none', silent: true, label: { show: false }, lineStyle: { color: '#8A94A4', type: 'solid' } },
              data: [{ yAxis: 16.4 }],
            },
          },
          {
            ...{ type: 'scatter', data: [[620, 31.4]], symbolSize: 9, itemStyle: { color: '#BF1F2E' } },
            label: { show: true, position: 'right', formatter: '湘江妇幼医院 31.4%', color: '#BF1F2E' },
          },
        ],
      },
    }
  }, [])
  return (
    <div className="g-pair">
      <Chart
        title="领用与闭环率"
        scope="近 30 天"
        option={option}
        data={{ head: ['日期', '领用（次）', '闭环率（%）'], rows: days.map((d, i) => [d, uses[i] ?? null, rates[i] ?? null]) }}
      />
      <Chart
        title="残余占比"
        scope="各机构，舒芬太尼，近 30 天"
        extra="99.8% 界限外 1 家"
        option={peers.option}
        note="统计提示只说明与同组不同，不表示违规"
        data={{ head: ['开启支数', '弃去占抽取（%）'], rows: peers.points }}
        height={190}
      />
    </div>
  )
}
