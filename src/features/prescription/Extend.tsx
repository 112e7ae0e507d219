import { Button, Input, Popover, Segmented } from 'antd'
import { useState } from 'react'
import { instantText } from '#ui/format.ts'
import { Notice } from '#ui/Notice.tsx'
import { useAct } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import { extendPrescription, type RxDetail } from './contract.ts'
import { daysAfter } from './days.ts'

/** At most three days after the day it was written (处方管理办法 Art 18). */
export function Extend({ rx }: { rx: RxDetail }) {
  const [open, setOpen] = useState(false)
  const [days, setDays] = useState(1)
  const [reason, setReason] = useState('')
  const act = useAct(extendPrescription, {
    onDone: () => {
      toast('有效期已延长')
      setOpen(false)
    },
  })
  const written = instantText(rx.writtenAt).slice(0, 10)
  const choices = [1, 2, 3].filter((n) => daysAfter(written, n) > rx.validTo)
  if (choices.length === 0) return null
  const chosen = choices.includes(days) ? days : (choices[0] ?? 1)
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomRight"
      title="延长有效期"
      destroyOnHidden
      content={
        <div data-keep-focus className="rx-reveal">
          <span className="z-caption">处方当日有效，最多延长到开具后第 3 日</span>
          <Segmented
            block
            value={chosen}
            onChange={setDays}
            options={choices.map((n) => ({ value: n, label: `到 ${daysAfter(written, n).slice(5)}` }))}
          />
          <Input.TextArea
            rows={2}
            maxLength={200}
            placeholder="写明原因"
            value={reason}
            onChange={(e) => setReason(e.target.value)}
          />
          {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
          <Button
            disabled={!reason.trim()}
            loading={act.busy}
            onClick={() =>
              void act.run({ id: rx.id, validTo: daysAfter(written, chosen), reason: reason.trim() })
            }
          >
            延长
          </Button>
        </div>
      }
    >
      <Button>延长有效期</Button>
    </Popover>
  )
}
