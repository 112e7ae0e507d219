import { Notice } from '#ui/Notice.tsx'
import { Panel } from '#ui/Panel.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { SchemaForm } from '#ui/SchemaForm.tsx'
import { toast } from '#ui/toast.tsx'
import { readRule, setRule } from './contract.ts'

/** 差异时限: stricter than the platform's if this hospital wants; each change is a version of its own. */
export function RulePanel({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Panel
      title="差异时限"
      scope="只能比平台规定更严，从此后发现的差异起用"
      open={open}
      onClose={onClose}
      width={480}
    >
      {open && <Form onDone={onClose} />}
    </Panel>
  )
}

function Form({ onDone }: { onDone: () => void }) {
  const rule = useCall(readRule, {})
  const act = useAct(setRule, {
    onDone: (r) => {
      toast(`差异时限已更新为第 ${r.version} 版`)
      onDone()
    },
  })
  if (!rule.data) return null
  const { version, escalateMinutes, reportMinutes, thresholdUnits } = rule.data
  return (
    <>
      <Notice tone="blue">
        现行第 {version} 版{version === 0 && '（平台规定）'}：麻醉药品、第一类精神药品整支不符，
        {escalateMinutes} 分钟内报负责人，{reportMinutes} 分钟内备好上报稿；其他差 {thresholdUnits}{' '}
        个起，下一工作日 18:00 前。
      </Notice>
      <SchemaForm
        schema={setRule.input}
        hide={['version']}
        initial={{ version, escalateMinutes, reportMinutes, thresholdUnits }}
        submit="保存时限"
        busy={act.busy}
        onSubmit={act.run}
        {...(act.refused ? { refused: act.refused } : {})}
      />
    </>
  )
}
