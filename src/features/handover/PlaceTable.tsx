import { Card } from '#ui/Card.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { ActButton } from '#ui/ActButton.tsx'
import { deadlineText, shortInstant } from '#ui/format.ts'
import { useMay, useMe } from '#ui/me.ts'
import { go } from '#ui/nav.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { toast } from '#ui/toast.tsx'
import { useNow } from '#ui/useNow.ts'
import type { Column } from '#ui/column.ts'
import { listHandoverPlaces, openHandover, type HandoverPlace } from './contract.ts'

interface Props {
  org: { org?: number }
  onPlan: (place: HandoverPlace) => void
  onBreaks: (place: HandoverPlace) => void
}

function Next({ p, now }: { p: HandoverPlace; now: number }) {
  if (!p.nextEnd) return <span className="z-caption">没有排班次</span>
  const soon = Date.parse(p.nextEnd) - now < 3_600_000
  return (
    <span>
      {p.nextName} {shortInstant(p.nextEnd, now)}{' '}
      <span className={soon ? 'z-tone-amber ho-soon' : 'z-caption'}>{deadlineText(p.nextEnd, now)}</span>
    </span>
  )
}

function Settling({ p }: { p: HandoverPlace }) {
  if (!p.settles) return <span className="z-caption">不日结</span>
  if (p.openDays.length > 0)
    return (
      <StatusTag tone="red">
        {p.openDays.length === 1 ? `${p.openDays[0]?.slice(5)} 未结` : `${p.openDays.length} 天未结`}
      </StatusTag>
    )
  return p.todaySettled ? (
    <StatusTag tone="green">今日已结</StatusTag>
  ) : (
    <StatusTag tone="amber">今日待结</StatusTag>
  )
}

const columnsFor = (now: number, breaks: Props['onBreaks']): Column<HandoverPlace>[] => [
  { key: 'place', title: '储位', width: 170 },
  { key: 'department', title: '科室', width: 120, text: (p) => p.department ?? '' },
  { key: 'next', title: '下一班', width: 210, render: (p) => <Next p={p} now={now} /> },
  {
    key: 'last',
    title: '上次交接',
    render: (p) =>
      p.lastAt ? (
        <span>
          {shortInstant(p.lastAt, now)} <span className="z-caption">接班 {p.lastBy}</span>
        </span>
      ) : (
        <span className="z-caption">还没有交接过</span>
      ),
  },
  {
    key: 'missed',
    title: '近 14 天',
    width: 130,
    render: (p) =>
      p.missed + p.late > 0 ? (
        <button type="button" className="z-link" onClick={() => breaks(p)}>
          <StatusTag tone={p.missed > 0 ? 'red' : 'amber'}>
            {[p.missed > 0 && `漏 ${p.missed} 班`, p.late > 0 && `迟 ${p.late} 班`]
              .filter(Boolean)
              .join('，')}
          </StatusTag>
        </button>
      ) : (
        p.shifts.length > 0 && <StatusTag tone="green">连续</StatusTag>
      ),
  },
  { key: 'day', title: '日结', width: 110, render: (p) => <Settling p={p} /> },
]

/** Every place that holds drugs: which shift comes next, what was missed, which days are open, and the next act. */
export function PlaceTable({ org, onPlan, onBreaks }: Props) {
  const me = useMe()
  const may = {
    work: useMay('handover.work'),
    settle: useMay('handover.settle'),
    plan: useMay('handover.plan'),
  }
  const now = useNow()
  const read = useCall(listHandoverPlaces, org, { refetchInterval: 60_000 })
  const open = useAct(openHandover, { onDone: ({ id }) => go(`/handovers/${id}`) })
  async function begin(p: HandoverPlace, kind: 'shift' | 'day') {
    const id = kind === 'shift' ? p.openShift : p.openDay
    if (id !== null) return go(`/handovers/${id}`)
    const done = await open.run({ placeId: p.placeId, kind })
    if (!done) toast('没有开始：请刷新后再试', 'red')
  }
  // One's own department first: the person in front of the screen is there to hand over.
  const rows = [...(read.data?.rows ?? [])].sort(
    (a, b) => Number(b.department === me.department) - Number(a.department === me.department),
  )
  const own = rows.find((p) => p.department === me.department)
  const acts: Column<HandoverPlace> = {
    key: 'acts',
    title: '',
    align: 'right',
    width: 250,
    render: (p) => (
      <span className="ho-acts">
        {may.plan && (
          <ActButton size="small" onClick={() => onPlan(p)}>
            排班次
          </ActButton>
        )}
        {may.settle && p.settles && !p.todaySettled && (
          <ActButton size="small" onClick={() => begin(p, 'day')}>
            {p.openDay === null ? '日结' : '继续日结'}
          </ActButton>
        )}
        {may.work && (
          <ActButton size="small" onClick={() => begin(p, 'shift')}>
            {p.openShift === null ? '交班' : '继续清点'}
          </ActButton>
        )}
      </span>
    ),
  }
  return (
    <Card
      title="储位"
      scope={read.data ? `${rows.length} 处` : undefined}
      extra={
        may.work &&
        own && (
          <ActButton kind="filled" k="F4" size="small" busy={open.busy} onClick={() => begin(own, 'shift')}>
            {own.openShift === null ? `${own.place}交班` : `继续清点${own.place}`}
          </ActButton>
        )
      }
      flush
    >
      {read.error && !read.data ? (
        <ErrorState error={read.error} retry={read.refetch} />
      ) : !read.data ? (
        <SkeletonRows rows={6} />
      ) : (
        <div className="ho-places">
          <PlainTable
            columns={[...columnsFor(now, onBreaks), acts]}
            rows={rows}
            rowKey={(p) => p.placeId}
            tone={(p) => (p.openDays.length > 0 || p.missed > 0 ? 'amber' : undefined)}
            empty={<EmptyState title="还没有储位" text="在科室与储位里建好以后，这里排班次、交接、日结" />}
          />
        </div>
      )}
    </Card>
  )
}
