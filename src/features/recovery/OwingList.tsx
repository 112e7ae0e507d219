import { DataTable, type Column, type Filter } from '#ui/DataTable.tsx'
import { deadlineText, instantText, shortInstant, unitText } from '#ui/format.ts'
import { useSearch } from '#ui/nav.tsx'
import { Person } from '#ui/Person.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { useNow } from '#ui/useNow.ts'
import { listOwing, type OwingRow } from './contract.ts'
import './recovery.css'

const filters: readonly Filter[] = [
  {
    key: 'state',
    title: '全部时限',
    options: [
      { value: 'overdue', text: '已超时' },
      { value: 'due', text: '未到时限' },
    ],
  },
]

/** Red when the time is over, amber within its last hour; before that nothing is wrong. */
export function dueTone(dueAt: string, now: number): 'red' | 'amber' | undefined {
  const left = Date.parse(dueAt) - now
  return left < 0 ? 'red' : left < 3_600_000 ? 'amber' : undefined
}

export function Due({ at, now }: { at: string; now: number }) {
  const tone = dueTone(at, now)
  const text = deadlineText(at, now)
  return tone ? (
    <StatusTag tone={tone}>{tone === 'red' ? `欠交 ${text}` : text}</StatusTag>
  ) : (
    <span className="z-caption">{text}</span>
  )
}

/** One line; what does not fit stands in the tooltip. */
export function Drugs({ of }: { of: OwingRow }) {
  const text = unitText(of.drugs)
  return (
    <div className="r-drugs" title={text}>
      {text}
    </div>
  )
}

function columnsOf(now: number, onReceive?: (issueId: number) => void): Column<OwingRow>[] {
  return [
    {
      key: 'holder',
      title: '欠交人',
      width: 140,
      render: (r) => <Person name={r.holder} role={r.holderTitle} />,
      exportText: (r) => `${r.holder} ${r.holderTitle}`,
    },
    {
      key: 'containers',
      title: '欠',
      width: 60,
      align: 'right',
      exportText: (r) => r.containers,
      render: (r) => (
        <Quantity value={r.containers} unit="个" strong tone={dueTone(r.dueAt, now) ?? 'amber'} />
      ),
    },
    {
      key: 'drugs',
      title: '药品、批号、数量',
      render: (r) => <Drugs of={r} />,
      exportText: (r) => unitText(r.drugs),
    },
    { key: 'issueNo', title: '领用单', width: 140 },
    { key: 'refNo', title: '手术、处方', width: 160 },
    { key: 'title', title: '名称', width: 150, hidden: true },
    { key: 'department', title: '科室', width: 110, text: (r) => r.department ?? '' },
    {
      key: 'since',
      title: '开启',
      width: 90,
      align: 'right',
      hidden: true,
      render: (r) => shortInstant(r.since, now),
      exportText: (r) => instantText(r.since),
    },
    {
      key: 'dueAt',
      title: '交回时限',
      width: 90,
      align: 'right',
      render: (r) => shortInstant(r.dueAt, now),
      exportText: (r) => instantText(r.dueAt),
    },
    {
      key: 'state',
      title: '状态',
      width: 150,
      render: (r) => <Due at={r.dueAt} now={now} />,
      exportText: (r) => deadlineText(r.dueAt, now),
    },
    ...(onReceive
      ? [
          {
            key: 'act',
            title: '',
            width: 60,
            align: 'right' as const,
            render: (r: OwingRow) => (
              <button type="button" className="z-link" onClick={() => onReceive(r.issueId)}>
                回收
              </button>
            ),
          },
        ]
      : []),
  ]
}

/** 欠交: one line an issue, the first to be due first. */
export function OwingList({ onReceive }: { onReceive: ((issueId: number) => void) | undefined }) {
  const now = useNow()
  const [search] = useSearch()
  const org = search['org'] ? { org: Number(search['org']) } : {}
  return (
    <DataTable
      endpoint={listOwing}
      input={org}
      columns={columnsOf(now, onReceive)}
      rowKey={(r) => r.issueId}
      search="姓名、单号、药名、批号"
      filters={filters}
      tone={(r) => (dueTone(r.dueAt, now) === 'red' ? 'red' : undefined)}
      {...(onReceive ? { onOpen: (r: OwingRow) => onReceive(r.issueId) } : {})}
      exportName="欠空安瓿"
      empty="没有人欠空安瓿"
      emptyText="开启的每一支都已交回"
      refetchInterval={30_000}
    />
  )
}
