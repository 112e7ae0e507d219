import { Panel } from '#ui/Panel.tsx'
import { useAct } from '#ui/query.ts'
import { SchemaForm } from '#ui/SchemaForm.tsx'
import { toast } from '#ui/toast.tsx'
import { setUnread } from './contract.ts'

/** 读泵间隔 of the hospital: after how many hours without a reading a pump is due. */
export function RulePanel({ hours, onClose }: { hours: number; onClose: () => void }) {
  const act = useAct(setUnread, {
    onDone: () => {
      toast('已设定读泵间隔')
      onClose()
    },
  })
  return (
    <Panel title="读泵间隔" scope="对本院全部运行中的泵，立即生效" open onClose={onClose} width={480}>
      <SchemaForm
        schema={setUnread.input}
        initial={{ unreadHours: hours }}
        submit="设定"
        k="F10"
        busy={act.busy}
        refused={act.refused}
        onSubmit={act.run}
      />
    </Panel>
  )
}
