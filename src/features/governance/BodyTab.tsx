import { Segmented } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import type { Column as Col } from '#ui/column.ts'
import { Column } from '#ui/Columns.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { dateText } from '#ui/format.ts'
import { useMay } from '#ui/me.ts'
import { Notice } from '#ui/Notice.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { AssessPanel, EndSeatPanel, SeatPanel, TargetPanel } from './BodyPanels.tsx'
import { readBody, type Body, type SeatRow, type TargetRow } from './contract.ts'
import { outcomeTitle, seatTitle, type Seat } from './rules.ts'
import './governance.css'

const seatColumns = (end: ((r: SeatRow) => void) | undefined): Col<SeatRow>[] => [
  { key: 'kind', title: '席位', width: 150, text: (r) => seatTitle[r.kind] },
  { key: 'name', title: '姓名', width: 90, render: (r) => <b style={{ fontWeight: 500 }}>{r.name}</b> },
  { key: 'post', title: '职务', width: 150 },
  { key: 'duty', title: '职责' },
  { key: 'documentNo', title: '任命文号', width: 150, text: (r) => r.documentNo ?? '' },
  { key: 'since', title: '任职', width: 100, text: (r) => r.since },
  {
    key: 'until',
    title: '卸任',
    width: 100,
    render: (r) =>
      r.until ??
      (end && (
        <ActButton size="small" onClick={() => end(r)}>
          卸任
        </ActButton>
      )),
  },
]

const outcomeTone = { met: 'green', partly: 'amber', missed: 'red' } as const

const targetColumns = (assess: ((r: TargetRow) => void) | undefined): Col<TargetRow>[] => [
  { key: 'text', title: '目标' },
  { key: 'measure', title: '考核办法', width: 240 },
  { key: 'responsible', title: '责任人', width: 90 },
  {
    key: 'outcome',
    title: '考核',
    width: 240,
    render: (r) =>
      r.outcome ? (
        <span title={r.outcomeText ?? ''}>
          <StatusTag tone={outcomeTone[r.outcome]}>{outcomeTitle[r.outcome]}</StatusTag>{' '}
          <span className="z-caption">{`${r.assessedBy}　${r.outcomeText}`}</span>
        </span>
      ) : (
        <StatusTag tone="grey">未考核</StatusTag>
      ),
  },
  ...(assess
    ? [
        {
          key: 'act',
          title: '',
          width: 80,
          align: 'right' as const,
          render: (r: TargetRow) =>
            r.outcome === null && (
              <ActButton size="small" onClick={() => assess(r)}>
                考核
              </ActButton>
            ),
        },
      ]
    : []),
]

type Open =
  | { kind: 'seat'; seat?: Seat }
  | { kind: 'end'; of: SeatRow }
  | { kind: 'target' }
  | { kind: 'assess'; of: TargetRow }

/** 管理机构与年度目标 (438号 Art 3, 4): who sits in the body, and what the year is judged by. */
export function BodyTab({ org }: { org: number | undefined }) {
  const own = org === undefined
  const may = { write: useMay('governance.write') && own, assess: useMay('governance.approve') && own }
  const [now] = useState(() => Number(dateText(Date.now()).slice(0, 4)))
  const [year, setYear] = useState(now)
  const [open, setOpen] = useState<Open>()
  const read = useCall(readBody, { year, ...(own ? {} : { org }) }, { keep: true })
  const close = () => setOpen(undefined)
  if (!read.data)
    return (
      <Card>{read.error ? <ErrorState error={read.error} retry={read.refetch} /> : <SkeletonRows />}</Card>
    )
  return (
    <Column>
      <BodyCard
        body={read.data}
        {...(may.write
          ? {
              onAppoint: (seat?: Seat) => setOpen(seat ? { kind: 'seat', seat } : { kind: 'seat' }),
              onEnd: (of: SeatRow) => setOpen({ kind: 'end', of }),
            }
          : {})}
      />
      <Card
        title="年度目标"
        scope="纳入年度目标责任制考核（438 号第四条）"
        flush
        extra={
          <>
            <Segmented
              size="small"
              options={[now - 1, now, now + 1].map((y) => ({ value: y, label: `${y} 年` }))}
              value={year}
              onChange={setYear}
            />{' '}
            {may.write && (
              <ActButton size="small" onClick={() => setOpen({ kind: 'target' })}>
                登记目标
              </ActButton>
            )}
          </>
        }
      >
        <PlainTable
          columns={targetColumns(may.assess ? (of) => setOpen({ kind: 'assess', of }) : undefined)}
          rows={read.data.targets}
          rowKey={(r) => r.targetId}
          empty={<EmptyState title={`${year} 年还没有目标`} text="登记目标、考核办法和责任人，年终考核" />}
        />
      </Card>
      {open?.kind === 'seat' && <SeatPanel kind={open.seat} onClose={close} />}
      {open?.kind === 'end' && <EndSeatPanel of={open.of} onClose={close} />}
      {open?.kind === 'target' && <TargetPanel year={year} onClose={close} />}
      {open?.kind === 'assess' && <AssessPanel of={open.of} onClose={close} />}
    </Column>
  )
}

interface BodyCardProps {
  body: Body
  onAppoint?: (seat?: Seat) => void
  onEnd?: (of: SeatRow) => void
}

function BodyCard({ body, onAppoint, onEnd }: BodyCardProps) {
  const past = body.seats.filter((s) => s.until !== null)
  const [shown, setShown] = useState(false)
  const rows = shown ? body.seats : body.seats.filter((s) => s.until === null)
  const [first] = body.missing
  return (
    <Card
      title="管理机构"
      scope="分管负责人负责，医疗管理、药学、护理、保卫参加，指定专职人员（438 号第三条）"
      flush
      extra={
        <>
          {past.length > 0 && (
            <button type="button" className="z-link" onClick={() => setShown(!shown)}>
              {shown ? '只看在任' : `含已卸任 ${past.length} 人次`}
            </button>
          )}{' '}
          {onAppoint && (
            <ActButton size="small" kind="filled" k="F4" onClick={() => onAppoint()}>
              登记成员
            </ActButton>
          )}
        </>
      }
    >
      {first && (
        <div className="gv-notice">
          <Notice
            tone="red"
            action={
              onAppoint && (
                <button type="button" className="z-link" onClick={() => onAppoint(first)}>
                  {`登记${seatTitle[first]}`}
                </button>
              )
            }
          >
            {`还缺：${body.missing.map((m) => seatTitle[m]).join('、')}`}
          </Notice>
        </div>
      )}
      <PlainTable
        columns={seatColumns(onEnd)}
        rows={rows}
        rowKey={(r) => r.seatId}
        tone={(r) => (r.until === null ? undefined : 'grey')}
        empty={<EmptyState title="还没有登记管理机构" text="先登记组长，再登记各部门成员和专职管理人员" />}
      />
    </Card>
  )
}
