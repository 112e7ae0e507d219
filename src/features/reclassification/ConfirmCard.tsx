import { Input } from 'antd'
import { useState } from 'react'
import { Card } from '#ui/Card.tsx'
import { FactList } from '#ui/FactList.tsx'
import { instantText } from '#ui/format.ts'
import { Notice } from '#ui/Notice.tsx'
import { toast } from '#ui/toast.tsx'
import { TwoSignatures } from '#ui/TwoSignatures.tsx'
import { useSigned } from '#ui/useSigned.ts'
import { confirmChange, type ChangeDetail } from './contract.ts'

/** 确认 of the list as it stands, by two. */
export function ConfirmCard({ of, may }: { of: ChangeDetail; may: boolean }) {
  if (of.confirmedAt)
    return (
      <Card title="确认" scope={instantText(of.confirmedAt)}>
        <FactList
          items={[
            { label: '确认人', value: of.confirmedBy ?? '' },
            { label: '复核人', value: of.witness ?? '' },
            ...(of.note ? [{ label: '保管措施', value: of.note }] : []),
          ]}
        />
      </Card>
    )
  if (of.lines === 0) return null
  if (!may) return <Notice tone="amber">药库保管员移库后与另一人确认</Notice>
  return <Confirm of={of} />
}

function Confirm({ of }: { of: ChangeDetail }) {
  const [note, setNote] = useState('')
  const input = { day: of.effectiveOn, listHash: of.listHash, ...(note.trim() ? { note: note.trim() } : {}) }
  const signed = useSigned(confirmChange, input, { onDone: ({ no }) => toast(`${no} 已确认`) })
  return (
    <Card title="移库确认" scope="两人逐行核对后签字">
      <div className="z-column">
        {of.unfitLines > 0 && (
          <Notice tone="red">{`${of.unfitLines} 行的储位不适合新分类，请先移库；来不及的写明保管措施`}</Notice>
        )}
        <Input.TextArea
          rows={2}
          maxLength={500}
          aria-label="保管措施"
          placeholder={of.unfitLines > 0 ? '没有移库的怎样保管' : '说明，可不填'}
          value={note}
          onChange={(e) => setNote(e.target.value)}
        />
        <TwoSignatures
          of={signed}
          title="确认"
          who="复核人"
          lack={[of.unfitLines > 0 && !note.trim() && '保管措施']}
          verb="签字确认"
        />
      </div>
    </Card>
  )
}
