import { Input, InputNumber } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import type { Column } from '#ui/column.ts'
import { Labelled } from '#ui/Labelled.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { useAct } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import { decidePlan, type Plan, type PlanLine } from './contract.ts'
import { LeftCard } from './LeftCard.tsx'
import { lineColumns } from './PlanLines.tsx'
import { Words, type Head } from './words.tsx'

/** 核定: as asked unless another quantity is typed; or back to the hospital with a reason. */
export function DecideView({ of, head }: { of: Plan; head: Head }) {
  const [approved, setApproved] = useState<Readonly<Record<number, number>>>({})
  const [note, setNote] = useState('')
  const act = useAct(decidePlan, {
    onDone: () => toast('已办理'),
  })
  const cut = of.planLines.filter((l) => (approved[l.productId] ?? l.asked) !== l.asked)
  const send = (outcome: 'approved' | 'returned') =>
    act.run({
      id: of.planId,
      outcome,
      ...(note.trim() ? { note: note.trim() } : {}),
      lines:
        outcome === 'returned'
          ? []
          : cut.map((l) => ({ productId: l.productId, approved: approved[l.productId] ?? l.asked })),
    })
  const columns: readonly Column<PlanLine>[] = [
    ...lineColumns(of),
    {
      key: 'approved',
      title: '核定用量',
      width: 150,
      align: 'right',
      render: (r) => (
        <InputNumber
          aria-label={`${r.name} ${r.spec} 核定`}
          controls={false}
          min={0}
          max={1_000_000}
          precision={0}
          suffix={r.unit}
          style={{ width: '100%' }}
          value={approved[r.productId] ?? r.asked}
          onChange={(n) => setApproved({ ...approved, [r.productId]: n ?? 0 })}
        />
      ),
    },
    { key: 'reason', title: '机构说明', width: 200, text: (r) => r.reason ?? '' },
  ]
  return (
    <Frame
      {...head}
      actions={
        <>
          <ActButton
            kind="red"
            busy={act.busy}
            blocked={note.trim() ? undefined : '退回的原因'}
            onClick={() => send('returned')}
          >
            退回计划
          </ActButton>
          <ActButton kind="filled" k="F10" busy={act.busy} onClick={() => send('approved')}>
            核定计划
          </ActButton>
        </>
      }
    >
      <Words of={{ ...of, state: 'draft' }} />
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
      <Card>
        <Labelled title="说明" hint="退回时必填；核减时写明原因">
          <Input maxLength={200} value={note} onChange={(e) => setNote(e.target.value)} />
        </Labelled>
      </Card>
      <Card
        title="品种"
        scope={
          cut.length === 0 ? '全部按申请核定；要核减的改数量，0 为不核定' : `${cut.length} 个品种与申请不同`
        }
        flush
      >
        <PlainTable rows={of.planLines} rowKey={(r) => r.productId} columns={columns} />
      </Card>
      {of.supplement > 0 && <LeftCard year={of.year} org={of.orgId} />}
    </Frame>
  )
}
