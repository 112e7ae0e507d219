import { Popover } from 'antd'
import { useState } from 'react'
import { useMay } from '#ui/me.ts'
import { useAct } from '#ui/query.ts'
import { RevealForm } from './RevealForm.tsx'
import { revealPatient, type IssueDetail } from './contract.ts'

/** Masked until somebody with the permission says why; shown on this page only, and the log keeps that it was. */
export function PatientFact({ issue }: { issue: IssueDetail }) {
  const may = useMay('patient.reveal')
  const [open, setOpen] = useState(false)
  const act = useAct(revealPatient, { onDone: () => setOpen(false) })
  const p = act.done ?? issue.patient
  const words = `${p.name}，${p.sex}，${p.age} 岁，病案 ${p.recordNo}`
  return (
    <span className="i-patient">
      <span title={act.done?.idNo ? `身份证明 ${act.done.idNo}` : undefined}>{words}</span>
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
              onSubmit={(reason) => void act.run({ id: issue.id, reason })}
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
