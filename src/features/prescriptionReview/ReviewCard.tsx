import { Input } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { Notice } from '#ui/Notice.tsx'
import { useAct } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import { CodeBoxes, Comes } from './CodeBoxes.tsx'
import { reviewItem, verdictTitle, type ItemDetail } from './contract.ts'

/** 点评: what was found, ticked; a found thing wants its remark. */
export function ReviewCard({ of }: { of: ItemDetail }) {
  const [codes, setCodes] = useState<string[]>([])
  const [remark, setRemark] = useState('')
  const act = useAct(reviewItem, { onDone: (r) => toast(`已点评：${verdictTitle[r.verdict]}，待复核`) })
  const lack = codes.length > 0 && !remark.trim() ? '点评意见' : undefined
  return (
    <Card title="点评" scope="没有问题的不勾选" extra={<Comes codes={codes} />}>
      <div className="z-column">
        <CodeBoxes value={codes} onChange={setCodes} />
        <Input.TextArea
          rows={2}
          maxLength={500}
          aria-label="点评意见"
          placeholder={codes.length > 0 ? '写明问题所在' : '点评意见，可不填'}
          value={remark}
          onChange={(e) => setRemark(e.target.value)}
        />
        {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
        <ActButton
          kind="filled"
          k="F10"
          wide
          busy={act.busy}
          blocked={lack}
          onClick={() => act.run({ itemId: of.itemId, codes, remark: remark.trim() })}
        >
          签字点评
        </ActButton>
      </div>
    </Card>
  )
}
