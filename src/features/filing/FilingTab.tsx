import { DataTable, type Column } from '#ui/DataTable.tsx'
import { dateText, shortInstant } from '#ui/format.ts'
import { go } from '#ui/nav.tsx'
import {
  filingKind,
  filingKindTitle,
  filingStates,
  filingStateTitle,
  listFilings,
  type FilingRow,
} from './contract.ts'
import { DutyCard } from './DutyCard.tsx'
import { periodTitle } from './rules.ts'
import { FilingTag } from './words.tsx'

const receiptWords = (r: FilingRow): string =>
  r.receivers === null ? '' : `${r.received} / ${r.receivers.split('、').length} 家`

const columns = (authority: boolean): readonly Column<FilingRow>[] => [
  { key: 'no', title: '报送单', width: 140, render: (r) => <span className="z-code">{r.no}</span> },
  ...(authority ? [{ key: 'org', title: '机构', width: 180 }] : []),
  { key: 'kind', title: '内容', width: 170, text: (r) => filingKindTitle[r.kind] },
  { key: 'period', title: '报送期', width: 130, text: (r) => periodTitle(r.kind, r.period) },
  {
    key: 'version',
    title: '版本',
    width: 90,
    text: (r) => (r.version === 1 ? '首报' : `更正 ${r.version - 1}`),
  },
  {
    key: 'people',
    title: '编制、核对',
    width: 140,
    hidden: authority,
    text: (r) => [r.preparedBy, r.checkedBy].filter(Boolean).join('、'),
  },
  {
    key: 'receivers',
    title: '回执',
    render: (r) => <span title={r.receivers ?? ''}>{receiptWords(r)}</span>,
    exportText: (r) => `${receiptWords(r)} ${r.receivers ?? ''}`,
  },
  { key: 'sentAt', title: '报送', width: 110, text: (r) => (r.sentAt ? shortInstant(r.sentAt) : '') },
  { key: 'dueOn', title: '期限', width: 104, text: (r) => dateText(r.dueOn) },
  {
    key: 'state',
    title: '状态',
    width: 130,
    render: (r) => <FilingTag of={r} />,
    exportText: (r) => filingStateTitle[r.state],
  },
]

/** 报送: what is due on top, everything that was filed below. */
export function FilingTab({ org, authority }: { org: number | undefined; authority: boolean }) {
  return (
    <>
      <DutyCard org={org} authority={authority} />
      <DataTable
        endpoint={listFilings}
        input={org === undefined ? {} : { org }}
        columns={columns(authority)}
        rowKey={(r) => r.filingId}
        search={authority ? '报送单、机构' : '报送单、接收单位'}
        filters={[
          {
            key: 'kind',
            title: '全部内容',
            options: filingKind.options.map((value) => ({ value, text: filingKindTitle[value] })),
          },
          {
            key: 'state',
            title: '全部状态',
            options: filingStates.map((value) => ({ value, text: filingStateTitle[value] })),
          },
        ]}
        tone={(r) => (r.state === 'returned' || r.overdue ? 'red' : undefined)}
        onOpen={(r) => go(`/filings/${r.filingId}`)}
        exportName="报送"
        empty="还没有报送"
        emptyText={
          authority ? '机构报送后出现在这里，打开即可签收回执' : '到期的报送在上面，点“编制”从账上取数'
        }
      />
    </>
  )
}
