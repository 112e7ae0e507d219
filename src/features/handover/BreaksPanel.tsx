import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { instantText } from '#ui/format.ts'
import { Panel } from '#ui/Panel.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import type { Column } from '#ui/column.ts'
import { listMissed, shiftStateTitle, type HandoverPlace, type JudgedShift } from './contract.ts'

const columns: readonly Column<JudgedShift>[] = [
  { key: 'end', title: '应交班', width: 160, text: (s) => instantText(s.end) },
  { key: 'name', title: '班次', width: 100 },
  {
    key: 'state',
    title: '结果',
    width: 100,
    render: (s) => (
      <StatusTag tone={s.state === 'missed' ? 'red' : 'amber'}>{shiftStateTitle[s.state]}</StatusTag>
    ),
  },
  { key: 'signedAt', title: '实际交接', text: (s) => (s.signedAt ? instantText(s.signedAt) : '没有记录') },
]

/** 漏交接清单: where the chain of one place is not continuous. */
export function BreaksPanel({ place, onClose }: { place: HandoverPlace | undefined; onClose: () => void }) {
  const read = useCall(listMissed, place ? { placeId: place.placeId, days: 14 } : undefined)
  return (
    <Panel
      title="漏交接清单"
      scope={place && `${place.place}，近 14 天`}
      open={place !== undefined}
      onClose={onClose}
    >
      {read.error ? (
        <ErrorState error={read.error} retry={read.refetch} />
      ) : !read.data ? (
        <SkeletonRows rows={6} />
      ) : (
        <PlainTable
          columns={columns}
          rows={read.data.rows}
          rowKey={(s) => s.end}
          empty={<EmptyState title="没有漏交接" text="近 14 天每一班都按时交接" />}
        />
      )}
    </Panel>
  )
}
