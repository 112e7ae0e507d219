import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Labelled } from '#ui/Labelled.tsx'
import { MomentField } from '#ui/MomentField.tsx'
import { useMay } from '#ui/me.ts'
import { go } from '#ui/nav.tsx'
import { Panel } from '#ui/Panel.tsx'
import { setPaperMode } from '#ui/paper-mode.ts'
import type { Permission } from '#core/identity/permissions.ts'
import type { Downtime, Form } from './contract.ts'

const ways: readonly { title: string; path: string; need: Permission }[] = [
  { title: '领用发药', path: '/issues/new', need: 'issue.work' },
  { title: '抢救用药', path: '/issues/rescue', need: 'emergency.issue' },
  { title: '使用、残余、退回', path: '/issues', need: 'issue.read' },
  { title: '处方发药', path: '/prescriptions', need: 'prescription.dispense' },
  { title: '空安瓿回收', path: '/recovery', need: 'recovery.work' },
  { title: '请领调拨', path: '/requisitions', need: 'requisition.accept' },
]

interface Props {
  of: Downtime
  form: Form
  line: number
  onClose: () => void
}

/** 补录: when the line happened, and where in the house that is written down. */
export function EnterPanel({ of, form, line, onClose }: Props) {
  // Most lines follow the one before.
  const before = form.lines.findLast((l) => l.happenedAt !== null)?.happenedAt
  const [happenedAt, setAt] = useState<string | undefined>(before ?? of.startedAt)
  const go1 = (path: string) => {
    if (!happenedAt) return
    setPaperMode({
      formId: form.formId,
      line,
      happenedAt,
      formNo: form.no,
      downtimeId: of.id,
      downtimeNo: of.no,
    })
    go(path)
  }
  return (
    <Panel
      title={`补录 ${form.no} 第 ${line} 行`}
      scope="照纸上写的办，签字为现在在场的两人"
      open
      onClose={onClose}
      width={460}
    >
      <div className="dt-missing">
        <Labelled title="发生">
          <MomentField
            field={{
              id: 'happened',
              title: '发生',
              value: happenedAt,
              error: undefined,
              onChange: (v) => setAt(v as string | undefined),
            }}
          />
        </Labelled>
        {ways.map((w) => (
          <Way key={w.path} way={w} off={!happenedAt} onGo={go1} />
        ))}
      </div>
    </Panel>
  )
}

function Way({ way, off, onGo }: { way: (typeof ways)[number]; off: boolean; onGo: (path: string) => void }) {
  const may = useMay(way.need)
  if (!may) return null
  return (
    <ActButton wide blocked={off ? '填发生时间' : undefined} onClick={() => onGo(way.path)}>
      {way.title}
    </ActButton>
  )
}
