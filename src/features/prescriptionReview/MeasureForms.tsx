import { Input, Segmented } from 'antd'
import { useState } from 'react'
import { DateField } from '#ui/DateField.tsx'
import { dateText } from '#ui/format.ts'
import { Labelled } from '#ui/Labelled.tsx'
import { toast } from '#ui/toast.tsx'
import { TwoSignatures } from '#ui/TwoSignatures.tsx'
import { useSigned } from '#ui/useSigned.ts'
import { decideMeasure, measureKindTitle, restoreRight, type Measure } from './measureContract.ts'
import { daysLater } from './rules.ts'

const usualDays = 90

/** 决定: two people, a reason, and for a restriction its last day. From then on the right is gone. */
export function DecideForm({ of }: { of: Measure }) {
  const [outcome, setOutcome] = useState<'upheld' | 'dropped'>('upheld')
  const [endsOn, setEndsOn] = useState<string | undefined>(() => daysLater(dateText(Date.now()), usualDays))
  const [reason, setReason] = useState('')
  const term = outcome === 'upheld' && of.kind === 'restrict'
  const input = {
    measureId: of.measureId,
    outcome,
    reason: reason.trim(),
    ...(term && endsOn ? { endsOn } : {}),
  }
  const signed = useSigned(decideMeasure, input, {
    onDone: () => toast(outcome === 'upheld' ? `已${measureKindTitle[of.kind]}，即时生效` : '已登记不予处理'),
  })
  return (
    <div className="z-column">
      <Segmented
        block
        value={outcome}
        onChange={setOutcome}
        options={[
          { value: 'upheld' as const, label: measureKindTitle[of.kind] },
          { value: 'dropped' as const, label: '不予处理' },
        ]}
      />
      {term && (
        <Labelled title="限制到" hint="期满后由决定人恢复">
          <DateField value={endsOn} onChange={setEndsOn} />
        </Labelled>
      )}
      <Input.TextArea
        rows={2}
        maxLength={500}
        aria-label="决定的理由"
        placeholder="决定的理由"
        value={reason}
        onChange={(e) => setReason(e.target.value)}
      />
      <TwoSignatures
        of={signed}
        title="决定"
        who="药学部负责人"
        lack={[!reason.trim() && '理由', term && !endsOn && '限制的期限']}
        verb="签字决定"
        kind={outcome === 'upheld' ? 'red' : 'filled'}
      />
    </div>
  )
}

/** 恢复: after the term, or after a new exam. */
export function RestoreForm({ of }: { of: Measure }) {
  const [reason, setReason] = useState('')
  const signed = useSigned(
    restoreRight,
    { measureId: of.measureId, reason: reason.trim() },
    {
      onDone: ({ validTo }) =>
        toast(validTo ? `已恢复，处方权到 ${validTo}` : '已恢复；原处方权已到期，请安排复训'),
    },
  )
  return (
    <div className="z-column">
      <span className="z-caption">
        {of.kind === 'restrict'
          ? `限制到 ${of.endsOn ?? ''}，期满后恢复余下的有效期`
          : '取消后须重新培训、考核合格才能恢复'}
      </span>
      <Input.TextArea
        rows={2}
        maxLength={500}
        aria-label="恢复的理由"
        placeholder="恢复的理由"
        value={reason}
        onChange={(e) => setReason(e.target.value)}
      />
      <TwoSignatures
        of={signed}
        title="决定"
        who="药学部负责人"
        lack={[!reason.trim() && '理由']}
        verb="签字恢复"
      />
    </div>
  )
}
