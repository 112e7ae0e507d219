import { Card } from '#ui/Card.tsx'
import type { Column } from '#ui/column.ts'
import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { KeyCap } from '#ui/KeyCap.tsx'
import { Person } from '#ui/Person.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { useNow } from '#ui/useNow.ts'
import { useRows } from '#ui/useRows.ts'
import { listOwing, type OwingRow } from './contract.ts'
import { Drugs, Due, dueTone } from './OwingList.tsx'

/** Whose empties are these? The first scan answers it; without a label one chooses here. */
export function ChooseIssue({ onChoose }: { onChoose: (issueId: number) => void }) {
  const now = useNow()
  const owing = useCall(listOwing, { pageSize: 100 }, { refetchInterval: 30_000 })
  const rows = owing.data?.rows ?? []
  const open = (r: OwingRow) => onChoose(r.issueId)
  const at = useRows<OwingRow>({
    rows,
    rowKey: (r) => r.issueId,
    selectable: false,
    onOpen: open,
    onNew: undefined,
    onSearch: undefined,
  })
  const columns: readonly Column<OwingRow>[] = [
    {
      key: 'holder',
      title: '欠交人',
      width: 140,
      render: (r) => <Person name={r.holder} role={r.holderTitle} />,
    },
    {
      key: 'containers',
      title: '欠',
      width: 60,
      align: 'right',
      render: (r) => <Quantity value={r.containers} unit="个" strong />,
    },
    { key: 'drugs', title: '药品、批号、数量', render: (r) => <Drugs of={r} /> },
    { key: 'dueAt', title: '状态', width: 150, render: (r) => <Due at={r.dueAt} now={now} /> },
  ]
  return (
    <Card
      title="谁送来的"
      scope={owing.data ? `${owing.data.total} 张单，共欠 ${owing.data.containers} 个` : undefined}
      flush
      grow
      foot={
        <span>
          <KeyCap>J</KeyCap> <KeyCap>K</KeyCap> 上下　<KeyCap>Enter</KeyCap>{' '}
          选这张单　扫第一支空安瓿也会找到它的单
        </span>
      }
    >
      {owing.error && !owing.data ? (
        <ErrorState error={owing.error} retry={owing.refetch} />
      ) : !owing.data ? (
        <SkeletonRows rows={8} />
      ) : (
        <PlainTable
          columns={columns}
          rows={rows}
          rowKey={(r) => r.issueId}
          current={at.current}
          tone={(r) => (dueTone(r.dueAt, now) === 'red' ? 'red' : undefined)}
          onOpen={at.open}
          empty={<EmptyState title="没有人欠空安瓿" text="开启的每一支都已交回" />}
        />
      )}
    </Card>
  )
}
