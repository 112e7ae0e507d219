import { Input } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { Notice } from '#ui/Notice.tsx'
import { useAct } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import { checkItem, type ItemDetail } from './contract.ts'
import { statementDays } from './rules.ts'
import { VerdictTag } from './words.tsx'

/** 复核 by another pharmacist. */
export function CheckCard({ of }: { of: ItemDetail }) {
  const [remark, setRemark] = useState('')
  const act = useAct(checkItem, { onDone: () => toast('已复核') })
  const back = useAct(checkItem, { onDone: () => toast('已退回重评') })
  const found = of.opinion !== 'reasonable'
  const refused = act.refused ?? back.refused
  const input = { itemId: of.itemId, remark: remark.trim() }
  return (
    <Card title="复核" scope="另一名药师" extra={of.opinion && <VerdictTag of={of.opinion} />}>
      <div className="z-column">
        <span className="z-caption">
          {found
            ? `复核后请开方医师在 ${statementDays} 日内说明，再由药学部负责人审定`
            : '复核后即为合理处方'}
        </span>
        <Input.TextArea
          rows={2}
          maxLength={500}
          aria-label="复核意见"
          placeholder="复核意见；退回时写明原因"
          value={remark}
          onChange={(e) => setRemark(e.target.value)}
        />
        {refused && <Notice tone="red">{refused.text}</Notice>}
        <div className="pr-pair">
          <ActButton
            kind="red"
            wide
            busy={back.busy}
            blocked={remark.trim() ? undefined : '退回原因'}
            onClick={() => back.run({ ...input, outcome: 'returned' })}
          >
            退回重评
          </ActButton>
          <ActButton
            kind="filled"
            k="F10"
            wide
            busy={act.busy}
            onClick={() => act.run({ ...input, outcome: 'confirmed' })}
          >
            签字复核
          </ActButton>
        </div>
      </div>
    </Card>
  )
}
