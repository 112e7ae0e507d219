import { DataTable, type Column } from '#ui/DataTable.tsx'
import { instantText, shortInstant } from '#ui/format.ts'
import { go } from '#ui/nav.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { Sums } from '#ui/Sums.tsx'
import { sumText } from '#ui/unit-sums.ts'
import { listRecords, quarantineReasons, quarantineReasonTitle, type RecordRow } from './contract.ts'
import { ReasonTag } from './words.tsx'

const filter = {
  key: 'reason',
  title: '全部原因',
  options: quarantineReasons.map((value) => ({ value, text: quarantineReasonTitle[value] })),
}

const columns: readonly Column<RecordRow>[] = [
  { key: 'no', title: '待查单', width: 140 },
  {
    key: 'movedAt',
    title: '移入时间',
    width: 120,
    render: (r) => shortInstant(r.movedAt),
    exportText: (r) => instantText(r.movedAt),
  },
  {
    key: 'reasonKind',
    title: '原因',
    width: 116,
    render: (r) => <ReasonTag of={r.reasonKind} />,
    exportText: (r) => quarantineReasonTitle[r.reasonKind],
  },
  { key: 'drugs', title: '药品' },
  { key: 'location', title: '从', width: 130 },
  {
    key: 'units',
    title: '移入',
    width: 100,
    align: 'right',
    render: (r) => <Sums of={r.sums} />,
    exportText: (r) => sumText(r.sums),
  },
  {
    key: 'leftSums',
    title: '仍待查',
    width: 100,
    align: 'right',
    render: (r) => <Sums of={r.leftSums} {...(r.leftSums.length > 0 ? { tone: 'amber' as const } : {})} />,
    exportText: (r) => sumText(r.leftSums),
  },
  { key: 'movedBy', title: '经办', width: 80 },
  { key: 'witnessedBy', title: '复核', width: 80 },
  {
    key: 'state',
    title: '状态',
    width: 90,
    render: (r) => r.reversed && <StatusTag tone="grey">已红冲</StatusTag>,
    exportText: (r) => (r.reversed ? '已红冲' : ''),
  },
]

export function RecordList({ input }: { input: { org?: number } }) {
  return (
    <DataTable
      endpoint={listRecords}
      input={input}
      columns={columns}
      rowKey={(r) => r.id}
      search="单号、说明、药品、储位"
      filters={[filter]}
      onOpen={(r) => go(`/quarantine/${r.id}`)}
      exportName="待查单"
      empty="还没有待查单"
      emptyText="按 F4 把药品移入待查"
    />
  )
}
