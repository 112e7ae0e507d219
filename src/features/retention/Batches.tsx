import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import type { Column } from '#ui/column.ts'
import { EmptyState } from '#ui/EmptyState.tsx'
import { instantText, num } from '#ui/format.ts'
import { useMay } from '#ui/me.ts'
import { Notice } from '#ui/Notice.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { ReasonButton } from '#ui/ReasonButton.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { approveBatch, batchStateTitle, listBatches, rejectBatch, type BatchRow } from './contract.ts'
import { ExecutePanel } from './ExecutePanel.tsx'

const tones = { applied: 'amber', approved: 'amber', rejected: 'grey', executed: 'green' } as const

function Acts({ batch, onExecute }: { batch: BatchRow; onExecute: () => void }) {
  const approve = useAct(approveBatch)
  const reject = useAct(rejectBatch)
  const [mayApprove, mayExecute] = [useMay('retention.approve'), useMay('retention.execute')]
  const refused = approve.refused ?? reject.refused
  if (batch.state === 'applied' && mayApprove)
    return (
      <>
        <ActButton
          size="small"
          kind="filled"
          busy={approve.busy}
          onClick={() => void approve.run({ id: batch.id })}
        >
          批准销毁
        </ActButton>
        <ReasonButton
          size="small"
          verb="不批准"
          onConfirm={(reason) => reject.run({ id: batch.id, reason })}
        />
        {refused && <Notice tone="red">{refused.text}</Notice>}
      </>
    )
  if (batch.state === 'approved' && mayExecute)
    return (
      <ActButton size="small" kind="filled" onClick={onExecute}>
        执行销毁
      </ActButton>
    )
  return <span className="z-caption">{nextOf(batch)}</span>
}

function nextOf(b: BatchRow): string {
  if (b.state === 'applied') return '等主要负责人批准'
  if (b.state === 'approved') return '等药库两人执行'
  return b.state === 'rejected' ? (b.rejectReason ?? '') : `${b.executedBy ?? ''}、${b.witnessedBy ?? ''}`
}

/** 保存期满销毁单, newest first, each with its next act. */
export function Batches({ org }: { org: number | undefined }) {
  const query = useCall(listBatches, { org, pageSize: 50 })
  const [open, setOpen] = useState<BatchRow>()
  const columns: Column<BatchRow>[] = [
    { key: 'no', title: '销毁单' },
    { key: 'title', title: '记录' },
    {
      key: 'records',
      title: '条数',
      align: 'right',
      render: (b) => (b.state === 'executed' ? `${num(b.erased)} / ${num(b.records)}` : num(b.records)),
    },
    {
      key: 'state',
      title: '状态',
      render: (b) => <StatusTag tone={tones[b.state]}>{batchStateTitle[b.state]}</StatusTag>,
    },
    { key: 'applied', title: '申请', render: (b) => `${b.appliedBy} ${instantText(b.appliedAt)}` },
    {
      key: 'approved',
      title: '批准',
      render: (b) => (b.approvedAt ? `${b.approvedBy ?? ''} ${instantText(b.approvedAt)}` : ''),
    },
    {
      key: 'executed',
      title: '执行',
      render: (b) => (b.executedAt ? `${instantText(b.executedAt)} ${b.method ?? ''}` : ''),
    },
    { key: 'next', title: '下一步', render: (b) => <Acts batch={b} onExecute={() => setOpen(b)} /> },
  ]
  return (
    <Card title="保存期满销毁单" scope="申请、主要负责人批准、两人执行，各是不同的人" flush>
      <PlainTable
        columns={columns}
        rows={query.data?.rows ?? []}
        rowKey={(b) => b.id}
        empty={
          <EmptyState
            title="还没有销毁过到期记录"
            text="到期的记录由药学部负责人申请，主要负责人批准后两人执行"
          />
        }
      />
      <ExecutePanel batch={open} onClose={() => setOpen(undefined)} />
    </Card>
  )
}
