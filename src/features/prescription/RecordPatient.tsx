import { Popover } from 'antd'
import { useState } from 'react'
import { useMay } from '#ui/me.ts'
import { PhotoViewer } from '#ui/PhotoViewer.tsx'
import { useAct } from '#ui/query.ts'
import { revealLongTerm, type LongTermDetail } from './longTermContract.ts'
import { RevealForm } from './PatientFact.tsx'
import { paperTitle } from './records.ts'

/** Masked; with a reason the person, and the copies that were brought. */
export function RecordPatient({ of: r }: { of: LongTermDetail }) {
  const may = useMay('patient.reveal')
  const [open, setOpen] = useState(false)
  const [at, setAt] = useState<number>()
  const act = useAct(revealLongTerm, { onDone: () => setOpen(false) })
  const p = act.done?.patient ?? r.patient
  const papers = act.done?.papers ?? []
  return (
    <span className="rx-patient">
      <span title={`身份证明 ${p.idNo}`}>
        {p.name}，{p.sex}，{p.birthYear} 年生，病历 {p.recordNo}
      </span>
      {may && !act.done && (
        <Popover
          open={open}
          onOpenChange={setOpen}
          trigger="click"
          placement="bottomRight"
          title="查看完整信息和材料的原因"
          destroyOnHidden
          content={
            <RevealForm
              busy={act.busy}
              refused={act.refused?.text}
              onSubmit={(reason) => void act.run({ id: r.id, reason })}
            />
          }
        >
          <button type="button" className="z-link">
            查看完整信息
          </button>
        </Popover>
      )}
      {papers.length > 0 && (
        <button type="button" className="z-link" onClick={() => setAt(0)}>
          看材料 {papers.length} 份
        </button>
      )}
      <PhotoViewer
        photos={papers.map((x) => ({ title: paperTitle[x.kind], sha256: x.sha256, takenAt: x.addedAt }))}
        at={at}
        onClose={() => setAt(undefined)}
      />
    </span>
  )
}
