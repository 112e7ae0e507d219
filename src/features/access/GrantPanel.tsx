import { bySpelling } from '#ui/bySpelling.ts'
import { Input, Select } from 'antd'
import { useState, type ReactNode } from 'react'
import { mostDays } from '#core/identity/rules.ts'
import { listStaff } from '#features/staff/contract.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { instantText } from '#ui/format.ts'
import { useMe } from '#ui/me.ts'
import { Notice } from '#ui/Notice.tsx'
import { Panel } from '#ui/Panel.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import { grantTemporary, listRoleBook } from './contract.ts'
import { ScopeFields, type ScopeValue } from './ScopeFields.tsx'

const hour = 3_600_000
/** How long people help out. */
const terms = [
  { hours: 4, text: '4 小时' },
  { hours: 12, text: '12 小时' },
  { hours: 24, text: '1 天' },
  { hours: 72, text: '3 天' },
  { hours: 168, text: '7 天' },
  { hours: mostDays * 24, text: `${mostDays} 天` },
]

interface Props {
  userId?: number
  onClose: () => void
}

/** From now for some hours or days. The approver is who is signed in, and never who receives. */
export function GrantPanel({ userId, onClose }: Props) {
  const me = useMe()
  const people = useCall(listStaff, { pageSize: 500, state: 'active' })
  const roles = useCall(listRoleBook, {})
  const [who, setWho] = useState(userId)
  const [role, setRole] = useState<string>()
  const [scope, setScope] = useState<ScopeValue>({ classes: [], accounts: [] })
  const [hours, setHours] = useState(12)
  const [reason, setReason] = useState('')
  const act = useAct(grantTemporary, {
    onDone: ({ no }) => {
      toast(`已批准 ${no}，到时间自动失效`)
      onClose()
    },
  })
  const lack = [who === undefined && '人员', role === undefined && '岗位', !reason.trim() && '原因']
  const blocked = lack.filter(Boolean).join('、') || undefined
  const approve = () =>
    who !== undefined &&
    role !== undefined &&
    act.run({
      userId: who,
      role,
      classes: scope.classes as never,
      accounts: [...scope.accounts],
      to: new Date(Date.now() + hours * hour).toISOString(),
      reason: reason.trim(),
    })
  return (
    <Panel
      open
      onClose={onClose}
      title="批准临时授权"
      scope={`批准人 ${me.name}，不能批给本人；最长 ${mostDays} 天`}
      foot={
        <ActButton kind="filled" k="F10" busy={act.busy} blocked={blocked} onClick={approve}>
          批准
        </ActButton>
      }
    >
      <div className="a-form">
        <Field title="人员">
          <Select
            aria-label="人员"
            placeholder="姓名或账号"
            showSearch={bySpelling}
            value={who}
            onChange={setWho}
            options={(people.data?.rows ?? [])
              .filter((p) => p.userId !== me.userId)
              .map((p) => ({
                value: p.userId,
                label: `${p.name}（${p.title}）`,
                find: `${p.name} ${p.account}`,
              }))}
          />
        </Field>
        <Field title="岗位">
          <Select
            aria-label="岗位"
            placeholder="请选择"
            value={role}
            onChange={setRole}
            options={(roles.data?.rows ?? [])
              .filter((r) => !r.stoppedAt)
              .map((r) => ({ value: r.code, label: r.name }))}
          />
        </Field>
        <ScopeFields value={scope} onChange={setScope} />
        <Field title={`多久，到 ${instantText(Date.now() + hours * hour)} 自动失效`}>
          <Select
            aria-label="多久"
            value={hours}
            onChange={setHours}
            options={terms.map((t) => ({ value: t.hours, label: t.text }))}
          />
        </Field>
        <Field title="原因">
          <Input.TextArea
            aria-label="原因"
            rows={2}
            maxLength={200}
            placeholder="顶替谁、为什么"
            value={reason}
            onChange={(e) => setReason(e.target.value)}
          />
        </Field>
        {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
      </div>
    </Panel>
  )
}

function Field({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <span className="z-field-title">{title}</span>
      {children}
    </div>
  )
}
