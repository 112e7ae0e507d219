import { Button, Input, Popover } from 'antd'
import { useState } from 'react'
import { useMay } from '#ui/me.ts'
import { Notice } from '#ui/Notice.tsx'
import { useAct } from '#ui/query.ts'
import { revealRxPatient, type RxDetail, type RxPatient } from './contract.ts'

const presets = ['处方点评', '核对取药人', '监督检查']

export function RevealForm(props: {
  busy: boolean
  refused: string | undefined
  onSubmit: (reason: string) => void
}) {
  const [reason, setReason] = useState('')
  return (
    <div data-keep-focus className="rx-reveal">
      <span className="z-caption">谁、何时、因何查看，都记入审计</span>
      <div className="rx-chips">
        {presets.map((text) => (
          <Button key={text} size="small" onClick={() => setReason(text)}>
            {text}
          </Button>
        ))}
      </div>
      <Input.TextArea
        autoFocus
        rows={2}
        maxLength={200}
        placeholder="写明原因"
        value={reason}
        onChange={(e) => setReason(e.target.value)}
      />
      {props.refused && <Notice tone="red">{props.refused}</Notice>}
      <Button disabled={!reason.trim()} loading={props.busy} onClick={() => props.onSubmit(reason.trim())}>
        查看
      </Button>
    </div>
  )
}

export const patientWords = (p: RxPatient): string => `${p.name}，${p.sex}，${p.age} 岁，病历 ${p.recordNo}`

/** Masked until somebody with the permission says why; shown on this page only. */
export function PatientFact({ rx }: { rx: RxDetail }) {
  const may = useMay('patient.reveal')
  const [open, setOpen] = useState(false)
  const act = useAct(revealRxPatient, { onDone: () => setOpen(false) })
  const p = act.done ?? rx.patient
  return (
    <span className="rx-patient">
      <span title={act.done?.idNo ? `身份证明 ${act.done.idNo}` : undefined}>{patientWords(p)}</span>
      {may && !act.done && (
        <Popover
          open={open}
          onOpenChange={setOpen}
          trigger="click"
          placement="bottomRight"
          title="查看完整信息的原因"
          destroyOnHidden
          content={
            <RevealForm
              busy={act.busy}
              refused={act.refused?.text}
              onSubmit={(reason) => void act.run({ id: rx.id, reason })}
            />
          }
        >
          <button type="button" className="z-link">
            查看完整信息
          </button>
        </Popover>
      )}
    </span>
  )
}
