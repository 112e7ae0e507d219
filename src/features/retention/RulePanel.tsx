import { recordKinds } from '#core/retention/rules.ts'
import { addRule } from './contract.ts'
import { Panel } from '#ui/Panel.tsx'
import { useAct } from '#ui/query.ts'
import { SchemaForm } from '#ui/SchemaForm.tsx'
import { toast } from '#ui/toast.tsx'

/** A rule of the hospital's own. The latest day counts, so it can lengthen a term and never shorten one. */
export function RulePanel({ open, onClose }: { open: boolean; onClose: () => void }) {
  const add = useAct(addRule, {
    onDone: () => {
      toast('已加，今天起生效')
      onClose()
    },
  })
  return (
    <Panel
      title="加一条更长的规则"
      scope="只会延长，不会缩短法定期限"
      open={open}
      onClose={onClose}
      width={520}
    >
      <SchemaForm
        schema={addRule.input}
        onSubmit={add.run}
        submit="加入规则"
        busy={add.busy}
        {...(add.refused ? { refused: add.refused } : {})}
        titles={{ record: recordKinds, base: { expiry: '药品有效期满后', day: '记录之日起' } }}
      />
    </Panel>
  )
}
