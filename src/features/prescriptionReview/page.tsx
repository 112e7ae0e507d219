import { Tabs } from 'antd'
import { useState } from 'react'
import { classTitle } from '#core/contract.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { DataTable, type Column } from '#ui/DataTable.tsx'
import { shortInstant } from '#ui/format.ts'
import { useMay } from '#ui/me.ts'
import { go, Link, useSearch } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { Progress } from '#ui/Progress.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { listReviews, type ReviewRow } from './contract.ts'
import { DrawPanel } from './DrawPanel.tsx'
import { MeasureList } from './MeasureList.tsx'
import './prescriptionReview.css'

const columns: readonly Column<ReviewRow>[] = [
  { key: 'no', title: '点评批次', width: 140, render: (r) => <span className="z-code">{r.no}</span> },
  { key: 'period', title: '处方开具时段', width: 190, text: (r) => `${r.periodFrom} 至 ${r.periodTo}` },
  {
    key: 'classes',
    title: '分类',
    width: 110,
    text: (r) => (r.classes.length > 0 ? r.classes.map((c) => classTitle[c]).join('、') : '麻、精全部'),
  },
  {
    key: 'frameCount',
    title: '抽样范围',
    width: 92,
    align: 'right',
    render: (r) => <Quantity value={r.frameCount} unit="张" />,
  },
  {
    key: 'drawnCount',
    title: '抽中',
    width: 84,
    align: 'right',
    render: (r) => <Quantity value={r.drawnCount} unit="张" strong />,
  },
  {
    key: 'addedCount',
    title: '加入',
    width: 76,
    align: 'right',
    render: (r) => (r.addedCount > 0 ? <Quantity value={r.addedCount} unit="张" /> : null),
  },
  {
    key: 'done',
    title: '已定',
    width: 150,
    render: (r) => <Progress done={r.finalCount} total={r.drawnCount + r.addedCount} unit="张" />,
  },
  {
    key: 'foundCount',
    title: '不合理',
    width: 76,
    align: 'right',
    render: (r) => <Quantity value={r.foundCount} unit="张" {...(r.foundCount > 0 ? { tone: 'red' } : {})} />,
  },
  { key: 'drawn', title: '抽取', width: 150, text: (r) => `${r.drawnBy} ${shortInstant(r.drawnAt)}` },
]

/** 处方点评: the draws of each month, and what came of 超常处方. */
export function Page() {
  const [search, change] = useSearch()
  const [drawing, setDrawing] = useState(false)
  const mayDraw = useMay('prescriptionReview.draw')
  const open = () => setDrawing(true)
  const org = search['org'] ? { org: Number(search['org']) } : {}
  const tab = search['tab'] ?? 'reviews'
  return (
    <Frame
      fit
      title="处方点评"
      scope="每月抽取麻、精处方，双人点评，医师说明后审定"
      actions={
        <>
          <Link to="/reports/reviewSummary">点评汇总</Link>
          <Link to="/registers/R25">点评登记</Link>
          {mayDraw && (
            <ActButton kind="filled" k="F4" onClick={open}>
              抽取处方
            </ActButton>
          )}
        </>
      }
    >
      <Tabs
        activeKey={tab}
        onChange={(key) =>
          change({ tab: key === 'reviews' ? undefined : key, q: undefined, page: undefined })
        }
        items={[
          { key: 'reviews', label: '点评批次' },
          { key: 'measures', label: '处方权处理' },
        ]}
      />
      {tab === 'measures' ? (
        <MeasureList {...org} />
      ) : (
        <DataTable
          endpoint={listReviews}
          input={org}
          columns={columns}
          rowKey={(r) => r.reviewId}
          search="批次编号"
          onOpen={(r) => go(`/prescription-reviews/${r.reviewId}`)}
          exportName="处方点评批次"
          empty="还没有抽取过处方"
          emptyText={
            mayDraw
              ? '按 F4 抽取第一批，由系统随机抽，抽样范围和种子留档可核验'
              : '药学部负责人抽取后，在这里点评'
          }
          refetchInterval={30_000}
          {...(mayDraw ? { onNew: open } : {})}
        />
      )}
      {drawing && <DrawPanel onClose={() => setDrawing(false)} />}
    </Frame>
  )
}
