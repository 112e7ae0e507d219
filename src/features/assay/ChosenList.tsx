import { DataTable, type Column } from '#ui/DataTable.tsx'
import { Drug } from '#ui/Drug.tsx'
import { deadlineText, instantText, shortInstant, unitText } from '#ui/format.ts'
import { useMe } from '#ui/me.ts'
import { go } from '#ui/nav.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { TraceCode } from '#ui/TraceCode.tsx'
import { listChosen, type ChosenRow } from './contract.ts'

const columns: readonly Column<ChosenRow>[] = [
  { key: 'issueNo', title: '领用单', width: 160 },
  {
    key: 'drug',
    title: '药品',
    render: (r) => <Drug of={r} />,
    exportText: (r) => `${r.name} ${r.spec}`,
  },
  { key: 'lotNo', title: '批号', width: 120 },
  {
    key: 'code',
    title: '单支码',
    width: 190,
    render: (r) => (r.code ? <TraceCode code={r.code} short /> : '无码'),
    exportText: (r) => r.code,
  },
  {
    key: 'contentLeft',
    title: '残余',
    width: 100,
    align: 'right',
    render: (r) => <Quantity value={r.contentLeft} unit={unitText(r.contentUnit)} />,
    exportText: (r) => r.contentLeft,
  },
  { key: 'holder', title: '领用人', width: 90 },
  {
    key: 'chosenAt',
    title: '抽中时间',
    width: 120,
    render: (r) => shortInstant(r.chosenAt),
    exportText: (r) => instantText(r.chosenAt),
  },
  {
    key: 'dueAt',
    title: '闭环时限',
    width: 130,
    render: (r) => (
      <StatusTag tone={Date.parse(r.dueAt) < Date.now() ? 'red' : 'amber'}>{deadlineText(r.dueAt)}</StatusTag>
    ),
    exportText: (r) => instantText(r.dueAt),
  },
]

/** 待留样: chosen when they were handed in; only the holder keeps the sample. */
export function ChosenList({ org }: { org: { org?: number } }) {
  const me = useMe()
  return (
    <DataTable
      endpoint={listChosen}
      input={org}
      columns={columns}
      rowKey={(r) => `${r.issueId}/${r.lotId}/${r.code}`}
      search="领用单、药品、领用人"
      onOpen={(r) => go(r.holderId === me.userId ? `/assays/new?issue=${r.issueId}` : `/issues/${r.issueId}`)}
      exportName="抽中待留样"
      empty="没有抽中待留样的残余"
      emptyText="两人交出残余时才知道是否抽中；抽中的先留样，再弃去"
      refetchInterval={30_000}
    />
  )
}
