import { Input, Select } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Notice } from '#ui/Notice.tsx'
import { useAct } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import {
  differenceKinds,
  differenceKindTitle,
  explainDifference,
  type DifferenceKind,
  type HandoverLine,
} from './contract.ts'

interface Props {
  handoverId: number
  line: HandoverLine
  /** The first of several: its key is on the button. */
  first: boolean
}

/** 登记差异: what kind and why, in the line where it was found; both people read it before they sign. */
export function CaseForm({ handoverId, line, first }: Props) {
  const behind = line.difference === 0
  const [kind, setKind] = useState<DifferenceKind | undefined>(behind ? 'lateEntry' : undefined)
  const [reason, setReason] = useState('')
  const act = useAct(explainDifference, { onDone: () => toast('差异已登记，限 30 分钟内查清') })
  const lack = [!kind && '差异类别', !reason.trim() && '原因'].filter(Boolean).join('、')
  const save = () =>
    kind && act.run({ id: handoverId, item: line.item, lotId: line.lotId, kind, reason: reason.trim() })
  return (
    <div className="ho-ask" data-keep-focus>
      <span>
        {behind
          ? `上次交接后账上改动 ${line.changed}，请说明`
          : `实点与账面差 ${Math.abs(line.difference ?? 0)}，登记后才能签字`}
      </span>
      <Select
        size="small"
        aria-label="差异类别"
        placeholder="差异类别"
        value={kind}
        onChange={setKind}
        style={{ width: 150 }}
        options={differenceKinds.map((value) => ({ value, label: differenceKindTitle[value] }))}
      />
      <Input
        size="small"
        aria-label="差异原因"
        placeholder="查到什么、谁在查"
        value={reason}
        maxLength={300}
        onChange={(e) => setReason(e.target.value)}
        onPressEnter={() => !lack && void save()}
      />
      <ActButton
        size="small"
        {...(first ? { k: 'F8' } : {})}
        busy={act.busy}
        blocked={lack || undefined}
        onClick={save}
      >
        登记差异
      </ActButton>
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
    </div>
  )
}
