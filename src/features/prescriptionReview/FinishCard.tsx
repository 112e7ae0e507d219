import { Input, Segmented } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { dateText } from '#ui/format.ts'
import { Notice } from '#ui/Notice.tsx'
import { useAct } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import { CodeBoxes, Comes, useCodes } from './CodeBoxes.tsx'
import { finishItem, verdictTitle, type ItemDetail } from './contract.ts'
import { verdictOf } from './rules.ts'

const same = (a: readonly string[], b: readonly string[]) => a.toSorted().join() === b.toSorted().join()

/** 审定 by the head of pharmacy, once the prescriber was heard or the term is over. */
export function FinishCard({ of }: { of: ItemDetail }) {
  const opinion = of.steps.findLast((s) => s.kind === 'review')?.codes ?? []
  const [codes, setCodes] = useState<string[]>([...opinion])
  const [unjustified, setUnjustified] = useState<boolean>()
  const [remark, setRemark] = useState('')
  const known = useCodes()
  const act = useAct(finishItem, {
    onDone: (r) =>
      toast(r.measureNo ? `已审定，${r.measureNo} 待决定处方权` : `已审定：${verdictTitle[r.verdict]}`),
  })
  const excessive = known.length > 0 && verdictOf(codes, known) === 'excessive'
  const waits = of.state === 'stating' && of.stateBy !== null && dateText(Date.now()) <= of.stateBy
  const lack = [
    excessive && unjustified === undefined && '有无正当理由',
    !same(codes, opinion) && !remark.trim() && '改动的理由',
  ].filter(Boolean)
  if (waits)
    return (
      <Notice tone="blue">{`等 ${of.prescriber} 说明，期限到 ${of.stateBy ?? ''}；收到说明或期满后审定`}</Notice>
    )
  return (
    <Card title="审定" scope="改动点评意见须写明理由" extra={<Comes codes={codes} />}>
      <div className="z-column">
        <CodeBoxes value={codes} onChange={setCodes} />
        {excessive && (
          <Segmented<string>
            block
            aria-label="有无正当理由"
            value={unjustified === undefined ? '' : unjustified ? 'no' : 'yes'}
            onChange={(v) => setUnjustified(v === 'no')}
            options={[
              { value: 'yes', label: '有正当理由' },
              { value: 'no', label: '无正当理由' },
            ]}
          />
        )}
        <Input.TextArea
          rows={2}
          maxLength={500}
          aria-label="审定意见"
          placeholder="审定意见"
          value={remark}
          onChange={(e) => setRemark(e.target.value)}
        />
        {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
        <ActButton
          kind="filled"
          k="F10"
          wide
          busy={act.busy}
          blocked={lack.join('、') || undefined}
          onClick={() =>
            act.run({
              itemId: of.itemId,
              codes,
              remark: remark.trim(),
              ...(excessive && unjustified !== undefined ? { unjustified } : {}),
            })
          }
        >
          签字审定
        </ActButton>
      </div>
    </Card>
  )
}
