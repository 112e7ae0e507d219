import type { EChartsCoreOption } from 'echarts/core'
import { lazy, Suspense, useState, type ReactNode } from 'react'
import { Card } from './Card.tsx'
import { num } from './format.ts'
import { PlainTable } from './PlainTable.tsx'
import { SkeletonRows } from './SkeletonRows.tsx'

const EChart = lazy(() => import('./EChart.tsx').then((m) => ({ default: m.EChart })))

interface Props {
  /** What is counted, for whom, over which time. */
  title: string
  scope?: string
  extra?: ReactNode
  option: EChartsCoreOption
  /** The same figures as a table. */
  data: { head: readonly string[]; rows: readonly (readonly (string | number | null)[])[] }
  height?: number
  /** `统计提示只说明与同组不同，不表示违规` and the like. */
  note?: string
}

export function Chart({ title, scope, extra, option, data, height = 220, note }: Props) {
  const [asTable, setAsTable] = useState(false)
  const toggle = (
    <button type="button" className="z-link" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
      {asTable ? '看图' : '看数据'}
    </button>
  )
  return (
    <Card
      title={title}
      scope={scope}
      flush
      foot={note}
      extra={
        <>
          {extra}
          {toggle}
        </>
      }
    >
      <div style={{ height, overflow: 'auto' }}>
        {asTable ? (
          <Figures data={data} />
        ) : (
          <Suspense fallback={<SkeletonRows rows={Math.floor(height / 36)} />}>
            <EChart option={option} height={height} title={title} />
          </Suspense>
        )}
      </div>
    </Card>
  )
}

function Figures({ data }: { data: Props['data'] }) {
  const columns = data.head.map((title, i) => ({
    key: String(i),
    title,
    align: i > 0 ? ('right' as const) : ('left' as const),
    render: (row: { cells: readonly (string | number | null)[] }) => {
      const value = row.cells[i]
      return typeof value === 'number' ? num(value) : (value ?? '无数据')
    },
  }))
  const rows = data.rows.map((cells, key) => ({ key, cells }))
  return <PlainTable columns={columns} rows={rows} rowKey={(row) => row.key} />
}
