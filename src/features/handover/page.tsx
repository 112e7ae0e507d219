import { useState } from 'react'
import { DataTable, type Column } from '#ui/DataTable.tsx'
import { instantText, shortInstant } from '#ui/format.ts'
import { go, useSearch } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { Sums } from '#ui/Sums.tsx'
import { sumText } from '#ui/unit-sums.ts'
import { BreaksPanel } from './BreaksPanel.tsx'
import { handoverKindTitle, listHandovers, type HandoverPlace, type HandoverRow } from './contract.ts'
import { PlaceTable } from './PlaceTable.tsx'
import { PlanPanel } from './PlanPanel.tsx'
import './handover.css'

const stateText = (r: HandoverRow) =>
  r.state === 'counting' ? '清点中' : r.differences > 0 ? `差异 ${r.differences} 处` : '相符'

const columns: readonly Column<HandoverRow>[] = [
  { key: 'no', title: '单号', width: 150 },
  { key: 'kind', title: '类别', width: 80, text: (r) => handoverKindTitle[r.kind] },
  { key: 'place', title: '储位', width: 160 },
  {
    key: 'startedAt',
    title: '起',
    width: 120,
    render: (r) => (r.startedAt ? shortInstant(r.startedAt) : <span className="z-caption">首次</span>),
    exportText: (r) => (r.startedAt ? instantText(r.startedAt) : ''),
  },
  {
    key: 'signedAt',
    title: '止',
    width: 120,
    render: (r) => (r.signedAt ? shortInstant(r.signedAt) : <span className="z-caption">未签字</span>),
    exportText: (r) => (r.signedAt ? instantText(r.signedAt) : ''),
  },
  { key: 'handedBy', title: '交班、结算', width: 100, text: (r) => r.handedBy ?? r.openedBy },
  { key: 'takenBy', title: '接班、核对', width: 100, text: (r) => r.takenBy ?? '' },
  {
    key: 'sums',
    title: '实点合计',
    width: 110,
    align: 'right',
    render: (r) => (r.state === 'signed' ? <Sums of={r.sums} /> : ''),
    exportText: (r) => sumText(r.sums),
  },
  {
    key: 'state',
    title: '结果',
    render: (r) => (
      <StatusTag tone={r.state === 'counting' ? 'blue' : r.differences > 0 ? 'amber' : 'green'}>
        {stateText(r)}
      </StatusTag>
    ),
    exportText: stateText,
  },
]

/** 交接班与日结: where every place stands, and what was signed. */
export function Page() {
  const [search] = useSearch()
  const org = search['org'] ? { org: Number(search['org']) } : {}
  const [plan, setPlan] = useState<HandoverPlace>()
  const [breaks, setBreaks] = useState<HandoverPlace>()
  return (
    <Frame title="交接班" scope="起点就是上一班的终点，当面点清，交班、接班各自签字；周转库每天日结" fit>
      <PlaceTable org={org} onPlan={setPlan} onBreaks={setBreaks} />
      <DataTable
        endpoint={listHandovers}
        input={org}
        columns={columns}
        rowKey={(r) => r.id}
        search="单号、储位"
        filters={[
          {
            key: 'kind',
            title: '全部类别',
            options: [
              { value: 'shift', text: '交接班' },
              { value: 'day', text: '日结' },
            ],
          },
          { key: 'differing', title: '全部结果', options: [{ value: 'yes', text: '有差异' }] },
        ]}
        tone={(r) => (r.differences > 0 ? 'amber' : undefined)}
        onOpen={(r) => go(`/handovers/${r.id}`)}
        exportName="交接与日结记录"
        empty="还没有交接记录"
        emptyText="在上面选一个储位，按交班开始清点"
      />
      <PlanPanel place={plan} onClose={() => setPlan(undefined)} />
      <BreaksPanel place={breaks} onClose={() => setBreaks(undefined)} />
    </Frame>
  )
}
