import { Tabs } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { DataTable, type Column, type Filter } from '#ui/DataTable.tsx'
import { deadlineText, shortInstant } from '#ui/format.ts'
import { useMay } from '#ui/me.ts'
import { go, useSearch } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import type { Tone } from '#ui/theme.ts'
import { BookTable } from './BookTable.tsx'
import { downtimeStateTitle, listDowntimes, type DowntimeRow, type DowntimeState } from './contract.ts'
import { DeclarePanel } from './DeclarePanel.tsx'

const tones: Record<DowntimeState, Tone> = { running: 'red', entering: 'amber', late: 'red', closed: 'green' }

export function StateTag({ of }: { of: Pick<DowntimeRow, 'state' | 'enterDueAt'> }) {
  const words = downtimeStateTitle[of.state]
  const open = of.state === 'entering' && of.enterDueAt ? ` ${deadlineText(of.enterDueAt)}` : ''
  return (
    <StatusTag tone={tones[of.state]}>
      {words}
      {open}
    </StatusTag>
  )
}

const columns: readonly Column<DowntimeRow>[] = [
  {
    key: 'no',
    title: '停机',
    width: 150,
    render: (r) => <span className="z-code">{r.no}</span>,
    exportText: (r) => r.no,
  },
  { key: 'places', title: '储位' },
  { key: 'startedAt', title: '开始', width: 120, text: (r) => shortInstant(r.startedAt) },
  { key: 'endedAt', title: '恢复', width: 120, text: (r) => (r.endedAt ? shortInstant(r.endedAt) : '') },
  { key: 'forms', title: '应急单', width: 80, align: 'right', text: (r) => `${r.forms} 张` },
  {
    key: 'entered',
    title: '已补录',
    width: 100,
    align: 'right',
    text: (r) => `${r.entered} / ${r.lines} 行`,
  },
  { key: 'reason', title: '原因', text: (r) => r.reason },
  { key: 'declaredBy', title: '登记', width: 80 },
  {
    key: 'state',
    title: '状态',
    width: 170,
    render: (r) => <StateTag of={r} />,
    exportText: (r) => downtimeStateTitle[r.state],
  },
]

const filters: readonly Filter[] = [
  {
    key: 'state',
    title: '全部状态',
    options: [
      { value: 'open', text: '未关闭' },
      { value: 'closed', text: '已关闭' },
    ],
  },
]

/** 停机补录: when the machines stood still, and how the paper of that time came into the books. */
export function Page() {
  const work = useMay('downtime.work')
  const [search, change] = useSearch()
  const [declaring, setDeclaring] = useState(false)
  const tab = search['tab'] ?? 'downtimes'
  const org = search['org'] ? Number(search['org']) : undefined
  return (
    <Frame
      fit
      title="停机补录"
      scope="停机时写应急单，恢复后逐行补录、两人清点、核对关闭"
      actions={
        work && (
          <ActButton kind="filled" k="F4" onClick={() => setDeclaring(true)}>
            停机登记
          </ActButton>
        )
      }
    >
      <Tabs
        activeKey={tab}
        onChange={(to) => change({ tab: to === 'downtimes' ? undefined : to })}
        items={[
          { key: 'downtimes', label: '停机' },
          { key: 'forms', label: '应急单发放' },
        ]}
      />
      {tab === 'forms' ? (
        <BookTable org={org} />
      ) : (
        <DataTable
          endpoint={listDowntimes}
          input={org === undefined ? {} : { org }}
          columns={columns}
          rowKey={(r) => r.id}
          search="停机单号、原因"
          filters={filters}
          tone={(r) => (r.state === 'late' ? 'red' : undefined)}
          onOpen={(r) => go(`/downtimes/${r.id}`)}
          exportName="停机补录"
          empty="没有停过机"
          emptyText="先给各储位发放编号的应急单，停机时用"
          {...(work ? { onNew: () => setDeclaring(true) } : {})}
        />
      )}
      <DeclarePanel open={declaring} onClose={() => setDeclaring(false)} />
    </Frame>
  )
}
