import { DataTable, type Column, type Filter } from '#ui/DataTable.tsx'
import { deadlineText, shortInstant } from '#ui/format.ts'
import { go, useSearch } from '#ui/nav.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import type { Tone } from '#ui/theme.ts'
import { issueKindTitle, issueStateTitle, listIssues, type IssueRow } from './contract.ts'

/** In the hand for too long is red with its time; open is amber; closed is the normal end of a row. */
export function IssueState({ of }: { of: Pick<IssueRow, 'state' | 'dueAt' | 'orderDueAt'> }) {
  if (of.orderDueAt !== null && of.state !== 'closed')
    return (
      <StatusTag tone={of.state === 'overdue' ? 'red' : 'amber'}>
        补医嘱 {deadlineText(of.orderDueAt)}
      </StatusTag>
    )
  if (of.state === 'overdue')
    return <StatusTag tone="red">在手超时 {deadlineText(of.dueAt).replace('超 ', '')}</StatusTag>
  if (of.state === 'open') return <StatusTag tone="amber">{deadlineText(of.dueAt)}</StatusTag>
  return <StatusTag tone="green">{issueStateTitle.closed}</StatusTag>
}

/** What the account still holds, in words: a quantity never stands without its kind. */
export function leftText(r: Pick<IssueRow, 'intactUnits' | 'openContents' | 'containers'>): string {
  const parts = [
    r.intactUnits > 0 ? `未开启 ${r.intactUnits}` : '',
    r.openContents > 0 ? `有药液 ${r.openContents} 支` : '',
    r.containers > 0 ? `欠空容器 ${r.containers} 个` : '',
  ].filter(Boolean)
  return parts.join('，')
}

const stateText = (r: IssueRow) =>
  r.state === 'closed'
    ? issueStateTitle.closed
    : `${r.orderDueAt ? '待补医嘱' : issueStateTitle[r.state]}，${deadlineText(r.orderDueAt ?? r.dueAt)}`
const column = (key: string, title: string, rest: Partial<Column<IssueRow>>): Column<IssueRow> => ({
  key,
  title,
  ...rest,
})

const columns: readonly Column<IssueRow>[] = [
  column('no', '领用单号', {
    width: 142,
    sortable: true,
    render: (r) => <span className="z-code">{r.no}</span>,
    exportText: (r) => r.no,
  }),
  column('kind', '类型', { width: 52, text: (r) => issueKindTitle[r.kind] }),
  column('title', '手术或处方', {
    render: (r) => (
      <span title={`${r.title} ${r.refNo}`}>
        {r.title} <span className="z-caption z-code">{r.refNo}</span>
      </span>
    ),
    exportText: (r) => `${r.title} ${r.refNo}`,
  }),
  column('room', '房间', { width: 92, text: (r) => r.room }),
  column('patientName', '患者', { width: 60 }),
  column('holder', '领用人', { width: 72, sortable: true }),
  column('location', '发药储位', { width: 92, hidden: true }),
  column('issuedUnits', '领用', {
    width: 64,
    align: 'right',
    sortable: true,
    render: (r) => <Quantity value={r.issuedUnits} />,
    exportText: (r) => r.issuedUnits,
  }),
  column('left', '账户尚余', {
    width: 180,
    render: (r) => leftText(r) || <span className="z-quantity-zero">0</span>,
    exportText: (r) => leftText(r) || '0',
  }),
  column('issuedAt', '领用时间', { width: 100, sortable: true, text: (r) => shortInstant(r.issuedAt) }),
  column('dueAt', '闭环时限', {
    width: 100,
    hidden: true,
    sortable: true,
    text: (r) => shortInstant(r.dueAt),
  }),
  column('state', '状态', {
    width: 150,
    sortable: true,
    render: (r) => <IssueState of={r} />,
    exportText: stateText,
  }),
]

export const stateFilter: Filter = {
  key: 'state',
  title: '全部状态',
  options: [
    { value: 'pending', text: '没有闭环的' },
    ...Object.entries(issueStateTitle).map(([value, text]) => ({ value, text })),
  ],
}

const rowTone = (r: IssueRow): Tone | undefined => (r.state === 'overdue' ? 'red' : undefined)

interface Props {
  input?: { kind?: 'surgery'; holderId?: number; left?: 'content' }
  filters?: readonly Filter[]
  hide?: readonly string[]
  exportName: string
  empty: string
  emptyText: string
  defaultSort?: string
  onNew?: () => void
  onOpen?: (row: IssueRow) => void
}

/** Issues as a list, for whoever may read them. An authority comes with `?org=`. */
export function IssueList({ input = {}, filters = [stateFilter], hide = [], onOpen, ...rest }: Props) {
  const [{ org }] = useSearch()
  return (
    <DataTable
      endpoint={listIssues}
      input={{ ...input, ...(org ? { org: Number(org) } : {}) }}
      columns={columns.filter((c) => !hide.includes(c.key))}
      rowKey={(r) => r.id}
      search="单号、手术或处方编号、名称、领用人"
      filters={filters}
      tone={rowTone}
      onOpen={onOpen ?? ((r) => go(`/issues/${r.id}`))}
      refetchInterval={30_000}
      {...rest}
    />
  )
}
