import { Input, Segmented } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { num } from '#ui/format.ts'
import { useMe } from '#ui/me.ts'
import { Notice } from '#ui/Notice.tsx'
import { Panel } from '#ui/Panel.tsx'
import { SignatureSlot } from '#ui/SignatureSlot.tsx'
import { toast } from '#ui/toast.tsx'
import { useSigned } from '#ui/useSigned.ts'
import { executeBatch, methods, type BatchRow } from './contract.ts'

/** Two people, the paper and the personal data; it cannot be taken back. */
export function ExecutePanel({ batch, onClose }: { batch: BatchRow | undefined; onClose: () => void }) {
  return (
    <Panel
      title={`执行销毁 ${batch?.no ?? ''}`}
      scope={batch && `${batch.title} ${num(batch.records)} 条，不能恢复`}
      open={batch !== undefined}
      onClose={onClose}
      width={560}
    >
      {batch && <Form batch={batch} onClose={onClose} />}
    </Panel>
  )
}

function Form({ batch, onClose }: { batch: BatchRow; onClose: () => void }) {
  const me = useMe()
  const [method, setMethod] = useState<(typeof methods)[number]>('碎纸')
  const [place, setPlace] = useState('')
  const input = { id: batch.id, method, place: place.trim() }
  const { second, act, sign } = useSigned(executeBatch, input, {
    off: place.trim() === '',
    onDone: ({ erased, held }) => {
      toast(held > 0 ? `已销毁 ${erased} 条，${held} 条被冻结，没有动` : `已销毁 ${erased} 条`)
      onClose()
    },
  })
  const lack = place.trim() === '' ? '地点' : second.present ? undefined : '第二人到场'
  return (
    <div className="rt-execute">
      <label>
        纸质销毁方式
        <Segmented options={[...methods]} value={method} onChange={setMethod} />
      </label>
      <label>
        地点
        <Input value={place} maxLength={60} placeholder="档案室" onChange={(e) => setPlace(e.target.value)} />
      </label>
      <div className="rt-slots">
        <SignatureSlot order="第一人" title="执行" state="present" name={me.name} role={me.title} />
        <SignatureSlot {...second.slotProps} />
      </div>
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
      <ActButton kind="red" k="F10" busy={act.busy} blocked={lack} onClick={sign}>
        执行销毁
      </ActButton>
    </div>
  )
}
