import { Tabs } from 'antd'
import { useState } from 'react'
import { nullReasonTitle, purposes, purposeTitle } from '#core/countFirst/contract.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { DataTable, type Column, type Filter } from '#ui/DataTable.tsx'
import { shortInstant } from '#ui/format.ts'
import { useMay, useMe } from '#ui/me.ts'
import { useSearch } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import type { Tone } from '#ui/theme.ts'
import { accessStates, accessStateTitle, listAccesses, type AccessRow, type AccessState } from './contract.ts'
import { ExplainPanel } from './ExplainPanel.tsx'
import { OpenPanel } from './OpenPanel.tsx'
import { RuleTable } from './RuleTable.tsx'

const tones: Record<AccessState, Tone> = { moved: 'green', null: 'grey', open: 'amber', unexplained: 'red' }

const whyText = (r: AccessRow) =>
  r.nullReason ? [nullReasonTitle[r.nullReason], r.nullNote].filter(Boolean).join('：') : ''

const columns: readonly Column<AccessRow>[] = [
  { key: 'openedAt', title: '开柜', width: 112, text: (r) => shortInstant(r.openedAt) },
  {
    key: 'no',
    title: '单号',
    width: 150,
    render: (r) => <span className="z-code">{r.no}</span>,
    exportText: (r) => r.no,
  },
  { key: 'place', title: '储位' },
  { key: 'openedBy', title: '开柜人', width: 90 },
  { key: 'purpose', title: '用途', width: 110, text: (r) => purposeTitle[r.purpose] },
  {
    key: 'counted',
    title: '清点',
    width: 90,
    align: 'right',
    render: (r) =>
      r.counted > 0 ? <Quantity value={r.counted} unit="批" /> : <span className="z-caption">没有</span>,
    exportText: (r) => r.counted,
  },
  {
    key: 'differences',
    title: '不符',
    width: 80,
    align: 'right',
    render: (r) => (r.differences > 0 ? <StatusTag tone="red">{r.differences} 批</StatusTag> : ''),
    exportText: (r) => r.differences,
  },
  {
    key: 'movements',
    title: '出入',
    width: 80,
    align: 'right',
    render: (r) => <Quantity value={r.movements} unit="笔" />,
    exportText: (r) => r.movements,
  },
  {
    key: 'state',
    title: '结果',
    width: 120,
    render: (r) => <StatusTag tone={tones[r.state]}>{accessStateTitle[r.state]}</StatusTag>,
    exportText: (r) => accessStateTitle[r.state],
  },
  { key: 'why', title: '空开原因', text: whyText },
]

const filters: readonly Filter[] = [
  {
    key: 'state',
    title: '全部结果',
    options: accessStates.map((value) => ({ value, text: accessStateTitle[value] })),
  },
  {
    key: 'purpose',
    title: '全部用途',
    options: purposes.map((value) => ({ value, text: purposeTitle[value] })),
  },
]

/** 存取记录: who opened which place, what they counted, and whether they took anything. */
export function Page() {
  const me = useMe()
  const work = useMay('drawerAccess.work')
  const [search, change] = useSearch()
  const [opening, setOpening] = useState(false)
  const [chosen, setChosen] = useState<AccessRow>()
  const tab = search['tab'] ?? 'records'
  const input = {
    ...(search['org'] ? { org: Number(search['org']) } : {}),
    ...(search['mine'] ? { mine: true } : {}),
  }
  const mine = (r: AccessRow) =>
    work && r.openedById === me.userId && (r.state === 'open' || r.state === 'unexplained')
  return (
    <Frame
      fit
      title="存取记录"
      scope="开柜由本人登记；取前清点按储位设定，没有取药的要说明"
      actions={
        work && (
          <ActButton kind="filled" k="F4" onClick={() => setOpening(true)}>
            开柜
          </ActButton>
        )
      }
    >
      <Tabs
        activeKey={tab}
        onChange={(to) => change({ tab: to === 'records' ? undefined : to })}
        items={[
          { key: 'records', label: '记录' },
          { key: 'rules', label: '取前清点规则' },
        ]}
      />
      {tab === 'rules' ? (
        <RuleTable org={search['org'] ? Number(search['org']) : undefined} />
      ) : (
        <DataTable
          endpoint={listAccesses}
          input={input}
          columns={columns}
          rowKey={(r) => r.id}
          search="单号、储位、开柜人"
          filters={filters}
          tone={(r) => (r.state === 'unexplained' ? 'red' : undefined)}
          onOpen={(r) => mine(r) && setChosen(r)}
          exportName="存取记录"
          empty="还没有存取记录"
          emptyText="在发药、调拨时按规则清点，或在这里登记开柜"
          {...(work ? { onNew: () => setOpening(true) } : {})}
        />
      )}
      <OpenPanel open={opening} onClose={() => setOpening(false)} />
      {chosen && <ExplainPanel of={chosen} onClose={() => setChosen(undefined)} />}
    </Frame>
  )
}
