import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { DateField } from '#ui/DateField.tsx'
import { dateText } from '#ui/format.ts'
import { Labelled } from '#ui/Labelled.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Panel } from '#ui/Panel.tsx'
import { useAct } from '#ui/query.ts'
import { SchemaForm } from '#ui/SchemaForm.tsx'
import { toast } from '#ui/toast.tsx'
import { appoint, assessTarget, endSeat, setTarget, type SeatRow, type TargetRow } from './contract.ts'
import { PersonSelect } from './PersonSelect.tsx'
import { outcomeTitle, seatTitle, type Seat } from './rules.ts'

interface Closing {
  readonly onClose: () => void
}

/** 登记成员: somebody of the hospital, with or without an account here. */
export function SeatPanel({ kind, onClose }: Closing & { kind: Seat | undefined }) {
  const act = useAct(appoint, {
    onDone: () => {
      toast('已登记')
      onClose()
    },
  })
  return (
    <Panel open onClose={onClose} title="登记管理机构成员" scope="一人可任多个席位，逐项登记；换人先办卸任">
      <SchemaForm
        schema={appoint.input}
        columns={1}
        initial={{ since: dateText(Date.now()), ...(kind ? { kind } : {}) }}
        titles={{ kind: seatTitle }}
        fields={{ userId: (f) => <PersonSelect field={f} /> }}
        submit="登记成员"
        k="F10"
        busy={act.busy}
        refused={act.refused}
        onSubmit={act.run}
      />
    </Panel>
  )
}

export function EndSeatPanel({ of, onClose }: Closing & { of: SeatRow }) {
  const [until, setUntil] = useState<string | undefined>(dateText(Date.now()))
  const act = useAct(endSeat, {
    onDone: () => {
      toast(`${of.name} 已卸任`)
      onClose()
    },
  })
  return (
    <Panel open width={420} onClose={onClose} title={`${of.name} 卸任`} scope={seatTitle[of.kind]}>
      <div className="z-column">
        <Labelled title="卸任日期" hint={`任职自 ${of.since}`}>
          <DateField value={until} onChange={setUntil} />
        </Labelled>
        {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
        <ActButton
          kind="filled"
          k="F10"
          wide
          busy={act.busy}
          blocked={until ? undefined : '卸任日期'}
          onClick={() => until && act.run({ seatId: of.seatId, until })}
        >
          办理卸任
        </ActButton>
      </div>
    </Panel>
  )
}

export function TargetPanel({ year, onClose }: Closing & { year: number }) {
  const act = useAct(setTarget, {
    onDone: () => {
      toast('已登记')
      onClose()
    },
  })
  return (
    <Panel open onClose={onClose} title={`登记 ${year} 年目标`} scope="年终由另一人考核，考核后不能改">
      <SchemaForm
        schema={setTarget.input}
        columns={1}
        initial={{ year }}
        hide={['year']}
        fields={{ responsibleId: (f) => <PersonSelect field={f} /> }}
        submit="登记目标"
        k="F10"
        busy={act.busy}
        refused={act.refused}
        onSubmit={act.run}
      />
    </Panel>
  )
}

export function AssessPanel({ of, onClose }: Closing & { of: TargetRow }) {
  const act = useAct(assessTarget, {
    onDone: () => {
      toast('已考核')
      onClose()
    },
  })
  return (
    <Panel open width={520} onClose={onClose} title="考核年度目标" scope={`${of.year} 年：${of.text}`}>
      <SchemaForm
        schema={assessTarget.input}
        columns={1}
        initial={{ targetId: of.targetId }}
        hide={['targetId']}
        titles={{ outcome: outcomeTitle }}
        submit="考核"
        k="F10"
        busy={act.busy}
        refused={act.refused}
        onSubmit={act.run}
      />
    </Panel>
  )
}
