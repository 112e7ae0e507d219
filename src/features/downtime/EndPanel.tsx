import { MomentField } from '#ui/MomentField.tsx'
import { Panel } from '#ui/Panel.tsx'
import { useAct } from '#ui/query.ts'
import { SchemaForm } from '#ui/SchemaForm.tsx'
import { toast } from '#ui/toast.tsx'
import { endDowntime, type Downtime } from './contract.ts'
import { enterHours } from './rules.ts'

/** The machines are back: from now on there is a day to bring the paper into the books. */
export function EndPanel({ of, onClose }: { of: Downtime; onClose: () => void }) {
  const act = useAct(endDowntime, {
    onDone: () => {
      toast('已登记恢复，请逐行补录')
      onClose()
    },
  })
  return (
    <Panel title="登记恢复" scope={`${enterHours} 小时内补录完`} open onClose={onClose} width={460}>
      <SchemaForm
        schema={endDowntime.input}
        initial={{ id: of.id }}
        hide={['id']}
        onSubmit={act.run}
        submit="登记恢复"
        k="F10"
        busy={act.busy}
        {...(act.refused ? { refused: act.refused } : {})}
        fields={{ endedAt: (f) => <MomentField field={f} /> }}
      />
    </Panel>
  )
}
