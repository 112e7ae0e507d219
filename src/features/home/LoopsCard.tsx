import type { ReactNode } from 'react'
import { Card } from '#ui/Card.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { deadlineText, durationText, shortInstant, timeText } from '#ui/format.ts'
import { Link } from '#ui/nav.tsx'
import { Person } from '#ui/Person.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { Sums } from '#ui/Sums.tsx'
import type { Tone } from '#ui/theme.ts'
import type { HeldRow, Loops, TransitRow } from './contract.ts'
import { heldText, transitHours } from './rules.ts'

const shown = 6

/** 未闭环, by kind; it ends with what was closed, so that good news has a place. */
export function LoopsCard({ loops, now }: { loops: Loops; now: number }) {
  const { overdue, today } = loops
  const open = overdue.length + loops.transit.length + loops.owed.length
  const urgent = overdue.length > 0 && <StatusTag tone="red">{`${overdue.length} 项需立即处理`}</StatusTag>
  return (
    <Card flush grow title="未闭环" extra={urgent || undefined}>
      <div className="h-loops">
        <OpenGroups loops={loops} now={now} />
        <Group
          title="今日已闭环"
          tone="green"
          count={today.closed}
          none="今天还没有领用"
          more={0}
          to="/issues?state=closed"
        >
          {today.issued > 0 && (
            <p className="h-loop-closed">
              领用 {today.issued} 次，闭环 {today.closed} 次，{today.within} 次在时限内，{today.overdue}{' '}
              次超时
              {today.lastClosedAt && `，最近 ${timeText(today.lastClosedAt)}`}
            </p>
          )}
        </Group>
        {open === 0 && today.issued > 0 && today.closed === today.issued && (
          <EmptyState title="今天没有未闭环" />
        )}
      </div>
    </Card>
  )
}

function OpenGroups({ loops: { overdue, transit, owed }, now }: { loops: Loops; now: number }) {
  const containers = owed.reduce((n, r) => n + r.containers, 0)
  const key = (r: HeldRow) => `${r.issueId}|${r.drug}|${r.lotNo}`
  const [overdueTo, transitTo] = ['/issues?state=overdue', '/requisitions?tab=transfers&state=inTransit']
  const group = (title: string, count: number, none: string, rows: number, to: string) => ({
    ...{ title, count, none, to },
    more: rows - shown,
  })
  return (
    <>
      <Group
        {...group('在手超时', overdue.length, '没有超时的在手药品', overdue.length, overdueTo)}
        tone="red"
      >
        {overdue.slice(0, shown).map((r) => (
          <Held key={key(r)} row={r} now={now} />
        ))}
      </Group>
      <Group
        {...group('在途未签收', transit.length, '没有在途的调拨', transit.length, transitTo)}
        tone="amber"
      >
        {transit.slice(0, shown).map((r) => (
          <Moving key={r.transferId} row={r} now={now} />
        ))}
      </Group>
      <Group
        {...group('欠空容器', containers, '没有人欠空安瓿、废贴', owed.length, '/recovery')}
        tone="amber"
      >
        {owed.slice(0, shown).map((r) => (
          <Owed key={key(r)} row={r} now={now} />
        ))}
      </Group>
    </>
  )
}

interface GroupProps {
  title: string
  tone: Tone
  count: number
  none: string
  more: number
  to: string
  children: ReactNode
}

function Group({ title, tone, count, none, more, to, children }: GroupProps) {
  const empty = !children || (Array.isArray(children) && children.length === 0)
  return (
    <section>
      <header>
        {title}
        <StatusTag tone={count === 0 ? 'grey' : tone}>{String(count)}</StatusTag>
      </header>
      {empty ? <p className="h-loop-closed">{none}</p> : children}
      {more > 0 && (
        <p className="h-loop-closed">
          <Link to={to}>还有 {more} 项</Link>
        </p>
      )}
    </section>
  )
}

function Held({ row, now }: { row: HeldRow; now: number }) {
  const held = heldText(row)
  return (
    <Link to={`/issues/${row.issueId}`} className="h-loop">
      <span>
        {row.room} <Person name={row.holder} role={row.holderTitle} />
        <small>
          {row.drug}，{row.refNo}
        </small>
      </span>
      <span>
        {held.what && `${held.what} `}
        <Quantity value={held.value} unit={held.unit} tone="red" strong />
        <small className="z-tone-red">超 {durationText(now - Date.parse(row.dueAt))}</small>
      </span>
    </Link>
  )
}

function Moving({ row, now }: { row: TransitRow; now: number }) {
  const waited = now - Date.parse(row.sentAt)
  // A parcel in somebody's hands has the limit of its way; one without a carrier that of the house.
  const due = row.carrier && !row.short ? row.dueAt : null
  const late = due === null ? waited > transitHours * 3_600_000 : now > Date.parse(due)
  const way =
    due !== null
      ? `${row.carrier} 运送，${deadlineText(due, now)}`
      : `${row.carrier ? `${row.carrier} 未带走，` : ''}${durationText(waited)}，限 ${transitHours} 小时`
  return (
    <Link to={`/transfers/${row.transferId}`} className="h-loop">
      <span>
        {row.source} → {row.destination}
        <small>
          {row.no}，{row.drug}
          {row.drugs > 1 && ` 等 ${row.drugs} 种`}，{shortInstant(row.sentAt, now)} 发
        </small>
      </span>
      <span>
        <Sums of={row.sums} tone={late ? 'red' : 'amber'} strong />
        <small className={late ? 'z-tone-red' : 'z-tone-amber'}>{row.short ? '签收有差异' : way}</small>
      </span>
    </Link>
  )
}

function Owed({ row, now }: { row: HeldRow; now: number }) {
  const left = Date.parse(row.dueAt) - now
  return (
    <Link to={`/issues/${row.issueId}`} className="h-loop">
      <span>
        {row.room} <Person name={row.holder} role={row.holderTitle} />
        <small>
          {row.drug} 批号 {row.lotNo}
        </small>
      </span>
      <span>
        <Quantity value={row.containers} unit="个" tone={left < 0 ? 'red' : 'amber'} strong />
        <small className={left < 0 ? 'z-tone-red' : 'z-tone-amber'}>
          {left < 0 ? `超 ${durationText(left)}` : `${shortInstant(row.dueAt, now)} 前`}
        </small>
      </span>
    </Link>
  )
}
