import { useState } from 'react'
import { discrepancyReasons, discrepancyStateTitle } from '#core/discrepancy/rules.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { DataTable, type Column } from '#ui/DataTable.tsx'
import { Drug } from '#ui/Drug.tsx'
import { deadlineText, shortInstant } from '#ui/format.ts'
import { useMay, useMe } from '#ui/me.ts'
import { go, useSearch } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useCall } from '#ui/query.ts'
import { listDiscrepancies, type DiscrepancyRow } from './contract.ts'
import { RulePanel } from './RulePanel.tsx'
import { CaseTag } from './words.tsx'

const columns: readonly Column<DiscrepancyRow>[] = [
  { key: 'no', title: '差异号', width: 140, sortable: true },
  {
    key: 'drug',
    title: '药品',
    render: (r) => <Drug of={r} />,
    exportText: (r) => `${r.name} ${r.spec}`,
  },
  { key: 'lotNo', title: '批号', width: 110 },
  { key: 'place', title: '储位', width: 130 },
  {
    key: 'book',
    title: '账面 / 实物',
    width: 100,
    align: 'right',
    hidden: true,
    text: (r) => `${r.book} / ${r.counted}`,
  },
  {
    key: 'difference',
    title: '差异',
    width: 80,
    align: 'right',
    render: (r) => (
      <Quantity
        value={r.difference}
        signed
        strong
        unit={r.quantityUnit}
        tone={r.difference < 0 ? 'red' : 'amber'}
      />
    ),
    text: (r) => r.difference,
  },
  {
    key: 'foundBy',
    title: '发现人',
    width: 130,
    text: (r) => (r.foundWith ? `${r.foundBy}、${r.foundWith}` : r.foundBy),
  },
  { key: 'previousBy', title: '上一经手人', width: 100, text: (r) => r.previousBy ?? '无' },
  {
    key: 'foundAt',
    title: '发现',
    width: 110,
    sortable: true,
    render: (r) => shortInstant(r.foundAt),
    exportText: (r) => r.foundAt,
  },
  {
    key: 'due',
    title: '时限',
    width: 160,
    render: (r) =>
      r.due ? (
        <span className={r.overdue ? 'd-late' : undefined}>
          {r.dueFor === 'report' ? '上报' : '说明'} {deadlineText(r.due)}
        </span>
      ) : (
        <span className="z-caption">{r.reasonCode ? discrepancyReasons[r.reasonCode].title : '—'}</span>
      ),
    exportText: (r) => r.due ?? '',
  },
  {
    key: 'state',
    title: '状态',
    width: 90,
    render: (r) => <CaseTag of={r} />,
    exportText: (r) => discrepancyStateTitle[r.state],
  },
]

/** 差异待查: what does not agree, by deadline. An authority sees all its institutions, or one with `?org=`. */
export function Page() {
  const me = useMe()
  const may = useMay('discrepancy.manage')
  const [search] = useSearch()
  const [setting, setSetting] = useState(false)
  const org = search['org'] ? { org: Number(search['org']) } : {}
  const sums = useCall(listDiscrepancies, { ...org, pageSize: 1 })
  const authority = me.org.kind === 'authority'
  const shown: readonly Column<DiscrepancyRow>[] = authority
    ? [columns[0] as Column<DiscrepancyRow>, { key: 'org', title: '机构', width: 180 }, ...columns.slice(1)]
    : columns
  return (
    <Frame
      fit
      title="差异待查"
      scope="清点与账面不符的每一条：谁发现、上一经手人是谁、何时之前要说明"
      facts={[
        { label: '未关闭', value: `${sums.data?.open ?? '—'} 条` },
        {
          label: '已超时',
          value: `${sums.data?.overdue ?? '—'} 条`,
          ...((sums.data?.overdue ?? 0) > 0 ? { tone: 'red' as const } : {}),
        },
      ]}
      actions={may && <ActButton onClick={() => setSetting(true)}>差异时限</ActButton>}
    >
      <DataTable
        endpoint={listDiscrepancies}
        input={org}
        columns={shown}
        rowKey={(r) => r.id}
        search="差异号、药品、批号、人员"
        filters={[
          {
            key: 'show',
            title: '全部',
            options: [
              { value: 'open', text: '未关闭' },
              { value: 'overdue', text: '已超时' },
              { value: 'closed', text: '已关闭' },
            ],
          },
        ]}
        tone={(r) => (r.overdue ? 'red' : r.urgent && r.state === 'open' ? 'amber' : undefined)}
        onOpen={(r) => go(`/discrepancies/${r.id}`)}
        exportName="差异"
        empty="没有差异"
        emptyText="盘点、交接班清点与账面不符时，会在这里立一条，带时限"
        refetchInterval={30_000}
      />
      <RulePanel open={setting} onClose={() => setSetting(false)} />
    </Frame>
  )
}
