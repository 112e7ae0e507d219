import { Input, Segmented, Select } from 'antd'
import { useState } from 'react'
import { Card } from '#ui/Card.tsx'
import { Labelled } from '#ui/Labelled.tsx'
import { useMe } from '#ui/me.ts'
import { go } from '#ui/nav.tsx'
import { toast } from '#ui/toast.tsx'
import { TwoSignatures } from '#ui/TwoSignatures.tsx'
import { useSigned } from '#ui/useSigned.ts'
import {
  moveToQuarantine,
  quarantineReasons,
  quarantineReasonTitle,
  type QuarantineReason,
} from './contract.ts'
import type { useStart } from './useStart.ts'
import type { useStock } from './useStock.ts'

const words: Record<QuarantineReason, string> = {
  expired: '如：有效期已过，当日移出',
  nearExpiry: '如：近效期，先移出停用',
  damaged: '如：外盒浸水、瓶身裂纹',
  quality: '如：瓶身有可见异物，待厂家答复',
  recall: '写召回通知的文号',
}

/** The reason, the red box, and two people. */
export function MoveSign({
  start,
  stock,
}: {
  start: ReturnType<typeof useStart>
  stock: ReturnType<typeof useStock>
}) {
  const me = useMe()
  const [reason, setReason] = useState('')
  const { from, to, reasonKind } = start
  const { picks } = stock
  const input = {
    locationId: from?.placeId ?? 0,
    boxLocationId: to?.placeId ?? 0,
    reasonKind: reasonKind ?? ('quality' as const),
    reason: reason.trim(),
    picks: picks.input,
  }
  const signed = useSigned(moveToQuarantine, input, {
    onDone: (r) => {
      toast(
        r.labels.length > 0
          ? `${r.no} 已移入 ${picks.said}，单支贴码 ${r.labels.length} 张`
          : `${r.no} 已移入 ${picks.said}`,
      )
      go(`/quarantine/${r.id}`)
    },
  })
  const lack = [
    picks.units === 0 && '要移出的药品',
    !reasonKind && '原因',
    !reason.trim() && '说明',
    !to && '待查柜',
  ]
  return (
    <Card title="移入签字" scope="两人当面核对品种、批号、数量" grow>
      <div className="z-column" data-keep-focus>
        <div>
          <span className="z-field-title">原因</span>
          <Segmented<string>
            block
            size="small"
            options={quarantineReasons.map((value) => ({
              value,
              label: quarantineReasonTitle[value].replace('撤出', ''),
            }))}
            value={reasonKind ?? ''}
            onChange={(v) => start.setKind(v as QuarantineReason)}
          />
        </div>
        <Labelled title="说明">
          <Input.TextArea
            rows={2}
            maxLength={200}
            value={reason}
            placeholder={words[reasonKind ?? 'quality']}
            onChange={(e) => setReason(e.target.value)}
          />
        </Labelled>
        <Labelled title="放进">
          <Select
            placeholder="先在科室与储位建一个待查柜"
            value={to?.placeId}
            onChange={start.setBox}
            options={start.boxes.map((p) => ({ value: p.placeId, label: p.name }))}
          />
        </Labelled>
        <TwoSignatures
          of={signed}
          title="经办"
          text={`${me.title}，移出 ${picks.said || 0}`}
          who="复核人"
          lack={lack}
          verb="移入待查"
        />
      </div>
    </Card>
  )
}
