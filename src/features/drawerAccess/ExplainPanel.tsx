import { explainAccess, nullReasonTitle } from '#core/countFirst/contract.ts'
import { shortInstant } from '#ui/format.ts'
import { Panel } from '#ui/Panel.tsx'
import { useAct } from '#ui/query.ts'
import { SchemaForm } from '#ui/SchemaForm.tsx'
import { toast } from '#ui/toast.tsx'
import type { AccessRow } from './contract.ts'

/** Why nothing was taken. */
export function ExplainPanel({ of, onClose }: { of: AccessRow; onClose: () => void }) {
  const act = useAct(explainAccess, {
    onDone: () => {
      toast('已说明')
      onClose()
    },
  })
  return (
    <Panel
      title="说明空开"
      scope={`${of.no}，${of.place}，${shortInstant(of.openedAt)} 开柜`}
      open
      onClose={onClose}
      width={480}
    >
      <SchemaForm
        schema={explainAccess.input}
        initial={{ id: of.id }}
        hide={['id']}
        titles={{ reason: nullReasonTitle }}
        onSubmit={act.run}
        submit="说明"
        k="F10"
        busy={act.busy}
        {...(act.refused ? { refused: act.refused } : {})}
      />
    </Panel>
  )
}
