import { Tabs } from 'antd'
import type { Column } from '#ui/column.ts'
import { EmptyState } from '#ui/EmptyState.tsx'
import { num, shortInstant } from '#ui/format.ts'
import { go, useSearch } from '#ui/nav.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { Sums } from '#ui/Sums.tsx'
import type { InstitutionRow } from './contract.ts'
import { closedShare, isSilent, urgentOf } from './rules.ts'

function columnsFor(now: string): Column<InstitutionRow>[] {
  return [
    {
      key: 'name',
      title: '机构',
      render: (r) => (
        <>
          {r.name} <span className="z-caption">{r.grade}</span>
        </>
      ),
    },
    { key: 'district', title: '区县', width: 84, text: (r) => r.district },
    {
      key: 'stock',
      title: '在库',
      width: 170,
      align: 'right',
      render: (r) => <Sums of={r.stockSums} />,
    },
    {
      key: 'issued',
      title: '今日领用',
      width: 84,
      align: 'right',
      render: (r) => <Quantity value={r.issuedToday} unit="次" />,
    },
    {
      key: 'closed',
      title: '闭环率',
      width: 84,
      align: 'right',
      render: (r) => <Quantity value={closedShare(r)} unit="%" />,
    },
    { key: 'urgent', title: '最要紧的事', width: 190, render: (r) => <Urgent row={r} now={now} /> },
    {
      key: 'last',
      title: '最近上传',
      width: 112,
      align: 'right',
      text: (r) => (r.lastRecordAt ? shortInstant(r.lastRecordAt, now) : '无数据'),
    },
  ]
}

function Urgent({ row, now }: { row: InstitutionRow; now: string }) {
  const { tone, text } = urgentOf(row, now)
  return tone ? <StatusTag tone={tone}>{text}</StatusTag> : <>{text}</>
}

/** Institutions by urgency; silence of an institution is grey, not green. */
export function InstitutionTable({ rows, now }: { rows: readonly InstitutionRow[]; now: string }) {
  const [search, change] = useSearch()
  const urgent = rows.filter((r) => urgentOf(r, now).rank > 0 && !isSilent(r, now))
  const silent = rows.filter((r) => isSilent(r, now))
  const tab = search['tab'] ?? 'all'
  const shown = tab === 'urgent' ? urgent : tab === 'silent' ? silent : rows
  const title = (words: string, count: number) => (
    <>
      {words} <span className="z-caption">{num(count)}</span>
    </>
  )
  return (
    <section className="z-card z-card-grow">
      <Tabs
        className="v-tabs"
        activeKey={tab}
        onChange={(to) => change({ tab: to === 'all' ? undefined : to })}
        tabBarExtraContent={<span className="z-caption">按紧要排序</span>}
        items={[
          { key: 'all', label: title('全部机构', rows.length) },
          { key: 'urgent', label: title('要处理的', urgent.length) },
          { key: 'silent', label: title('未按时报', silent.length) },
        ]}
      />
      <div className="v-table">
        <PlainTable
          columns={columnsFor(now)}
          rows={shown}
          rowKey={(r) => r.orgId}
          onOpen={(r) => go(`/supervision/${r.orgId}`)}
          empty={
            <EmptyState
              title={tab === 'all' ? '辖区里还没有机构' : '这一类没有机构'}
              text={tab === 'all' ? '机构入驻并指定监管部门后，列在这里' : undefined}
            />
          }
        />
      </div>
    </section>
  )
}
