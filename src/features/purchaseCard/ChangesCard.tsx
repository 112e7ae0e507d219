import { Button } from 'antd'
import { useState } from 'react'
import { Card as Box } from '#ui/Card.tsx'
import type { Column } from '#ui/column.ts'
import { EmptyState } from '#ui/EmptyState.tsx'
import { Notice } from '#ui/Notice.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { useAct } from '#ui/query.ts'
import { ReasonButton } from '#ui/ReasonButton.tsx'
import { toast } from '#ui/toast.tsx'
import { cancelChange, cardFieldTitle, type Card, type Change } from './contract.ts'
import { StepPanel } from './StepPanel.tsx'
import { ChangeTag } from './words.tsx'

type Step = 'file' | 'complete' | 'handle'
interface Props {
  of: Card
  may: boolean
  supervises: boolean
}

/** 变更记录: what happened, on which day it had to be filed and was, when the city settled it. Late days are red. */
export function ChangesCard({ of, may, supervises }: Props) {
  const [open, setOpen] = useState<{ change: Change; step: Step }>()
  const cancel = useAct(cancelChange, { onDone: () => toast('已撤销') })
  const acts = (c: Change) => (
    <span className="pc-acts">
      {may && (c.state === 'toFile' || c.state === 'returned') && (
        <Button size="small" onClick={() => setOpen({ change: c, step: 'file' })}>
          {c.state === 'returned' ? '重新报备' : '报备'}
        </Button>
      )}
      {may && c.state === 'filed' && (
        <Button size="small" onClick={() => setOpen({ change: c, step: 'complete' })}>
          登记办结
        </Button>
      )}
      {may && c.state === 'toFile' && (
        <ReasonButton
          size="small"
          verb="撤销"
          presets={['登记错', '没有发生']}
          onConfirm={(reason) => cancel.run({ changeId: c.changeId, reason })}
        />
      )}
      {supervises && c.state === 'filed' && (
        <Button size="small" onClick={() => setOpen({ change: c, step: 'handle' })}>
          处理
        </Button>
      )}
    </span>
  )
  const columns: readonly Column<Change>[] = [
    { key: 'changedOn', title: '发生日期', width: 96, text: (c) => c.changedOn },
    {
      key: 'field',
      title: '变更',
      render: (c) => (
        <span className="pc-change">
          <b>{cardFieldTitle[c.field]}</b>
          <span>{wordsOf(c)}</span>
          {(c.note ?? c.cancelReason) && (
            <span className="z-caption">
              {c.state === 'cancelled' ? `撤销：${c.cancelReason}` : `${c.authority ?? ''}：${c.note}`}
            </span>
          )}
        </span>
      ),
    },
    {
      key: 'filed',
      title: '报备（3 日内）',
      width: 124,
      render: (c) => <Due on={c.filedOn} by={c.fileBy} late={c.fileLate} done="已报备" />,
    },
    {
      key: 'done',
      title: '办结（5 日内）',
      width: 124,
      render: (c) =>
        c.handleBy && c.state !== 'returned' ? (
          <Due on={c.doneOn} by={c.handleBy} late={c.handleLate} done="已办结" />
        ) : null,
    },
    { key: 'state', title: '状态', width: 150, render: (c) => <ChangeTag of={c} /> },
    { key: 'acts', title: '', width: 132, align: 'right', render: acts },
  ]
  return (
    <Box title="变更记录" scope="只增不改；发生、报备、办结各记其日" flush>
      {cancel.refused && <Notice tone="red">{cancel.refused.text}</Notice>}
      <PlainTable
        rows={of.changes}
        rowKey={(c) => c.changeId}
        columns={columns}
        tone={(c) => (c.state === 'cancelled' ? 'grey' : undefined)}
        empty={<EmptyState title="没有变更" text="名称、地址、负责人或采购人员变了，在这里登记并报备" />}
      />
      {open && <StepPanel of={open.change} step={open.step} onClose={() => setOpen(undefined)} />}
    </Box>
  )
}

function wordsOf(c: Change): string {
  if (c.field !== 'purchaser') return `${c.before ?? ''} → ${c.after ?? ''}`
  return [c.before && `${c.before} 不再担任`, c.after && `${c.after} 新任`].filter(Boolean).join('，')
}

function Due(of: { on: string | null; by: string; late: boolean; done: string }) {
  return (
    <span className={`pc-change${of.late ? ' pc-late' : ''}`}>
      <b>{of.on ?? `限 ${of.by.slice(5)}`}</b>
      <span className="z-caption">
        {of.on ? (of.late ? `限 ${of.by.slice(5)}，迟` : of.done) : of.late ? '已超期' : '还没有'}
      </span>
    </span>
  )
}
