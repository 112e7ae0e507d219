import { Input, Segmented } from 'antd'
import { useState } from 'react'
import type { Evidence } from '#core/files/contract.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { EvidenceStrip } from '#ui/EvidenceStrip.tsx'
import { shortInstant } from '#ui/format.ts'
import { Notice } from '#ui/Notice.tsx'
import { useAct } from '#ui/query.ts'
import { StatusTag } from '#ui/StatusTag.tsx'
import { Thumbs } from '#ui/Thumbs.tsx'
import { toast } from '#ui/toast.tsx'
import { recordReceipt, type FilingDetail } from './contract.ts'

type Dispatch = FilingDetail['dispatches'][number]

/** Where it went, and the receipt of each. */
export function DispatchCard({ of }: { of: FilingDetail }) {
  const [open, setOpen] = useState<number>()
  return (
    <Card title="接收与回执" scope={`${of.received} / ${of.dispatches.length}`}>
      <div className="z-column">
        {of.dispatches.map((d) => (
          <div key={d.dispatchId} className="fi-dispatch">
            <b>{d.receiver}</b>
            <Answer of={d} org={of.orgId} />
            {of.may.record && !d.platform && d.outcome === null && open !== d.dispatchId && (
              <ActButton size="small" onClick={() => setOpen(d.dispatchId)}>
                登记回执
              </ActButton>
            )}
            {open === d.dispatchId && d.outcome === null && <Paper filingId={of.filingId} of={d} />}
          </div>
        ))}
      </div>
    </Card>
  )
}

function Answer({ of, org }: { of: Dispatch; org: number }) {
  if (of.outcome === null)
    return <StatusTag tone="amber">{of.platform ? '等对方签收' : '等纸质回执'}</StatusTag>
  return (
    <span className="fi-answer">
      <StatusTag tone={of.outcome === 'accepted' ? 'green' : 'red'}>
        {of.outcome === 'accepted' ? '已签收' : '被退回'}
      </StatusTag>
      <span className="z-code">{of.receiptNo}</span>
      <span className="z-caption">{`${of.by ?? ''}　${of.at ? shortInstant(of.at) : ''}`}</span>
      {of.note && <span>{of.note}</span>}
      {of.proof && <Thumbs photos={[{ title: '回执', sha256: of.proof }]} org={org} />}
    </span>
  )
}

/** A receipt on paper: its number and a photograph of it. */
function Paper({ filingId, of }: { filingId: number; of: Dispatch }) {
  const [outcome, setOutcome] = useState<'accepted' | 'returned'>('accepted')
  const [words, setWords] = useState({ no: '', note: '' })
  const [proof, setProof] = useState<Evidence>()
  const act = useAct(recordReceipt, { onDone: () => toast('已登记回执') })
  const returned = outcome === 'returned'
  const lack = [
    !words.no.trim() && '回执号',
    returned && !words.note.trim() && '退回原因',
    !proof && '回执照片',
  ]
  const input = {
    filingId,
    dispatchId: of.dispatchId,
    outcome,
    no: words.no.trim(),
    note: words.note.trim() || undefined,
  }
  return (
    <div className="z-column fi-paper">
      <Segmented<'accepted' | 'returned'>
        size="small"
        value={outcome}
        onChange={setOutcome}
        options={[
          { value: 'accepted', label: '已签收' },
          { value: 'returned', label: '被退回' },
        ]}
      />
      <Input
        aria-label="回执号"
        placeholder="回执号"
        maxLength={60}
        value={words.no}
        onChange={(e) => setWords({ ...words, no: e.target.value })}
      />
      {returned && (
        <Input
          aria-label="退回原因"
          placeholder="退回原因"
          maxLength={300}
          value={words.note}
          onChange={(e) => setWords({ ...words, note: e.target.value })}
        />
      )}
      <EvidenceStrip
        slots={[{ title: '回执', says: '盖章的回执，看得清编号' }]}
        value={[proof]}
        onChange={([e]) => setProof(e)}
      />
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
      <ActButton
        busy={act.busy}
        blocked={lack.filter(Boolean).join('、') || undefined}
        onClick={() => proof && act.run({ ...input, proof: proof.sha256 })}
      >
        登记回执
      </ActButton>
    </div>
  )
}
