import { Checkbox, Input } from 'antd'
import { useState, type ReactNode } from 'react'
import { byStep, needs, permissions, qualifications, type Permission } from '#core/identity/permissions.ts'
import { authorityOnly, conflictIn } from '#core/identity/rules.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { useMe } from '#ui/me.ts'
import { Notice } from '#ui/Notice.tsx'
import { useAct } from '#ui/query.ts'
import { ReasonButton } from '#ui/ReasonButton.tsx'
import { toast } from '#ui/toast.tsx'
import { createRole, stopRole, updateRole, type Role } from './contract.ts'

interface Props {
  /** Absent: a new one. */
  role?: Role
  initial: { name: string; permissions: readonly string[] }
  may: boolean
  tag?: ReactNode
  onCopy?: (() => void) | undefined
  onDone: (roleId?: number) => void
}

/** What a role may do, step by step; what belongs into two hands is said before anything is sent. */
export function RoleEditor({ role, initial, may, tag, onCopy, onDone }: Props) {
  const [name, setName] = useState(initial.name)
  const [chosen, setChosen] = useState<readonly Permission[]>(initial.permissions as Permission[])
  const authority = useMe().org.kind === 'authority'
  const create = useAct(createRole, {
    onDone: ({ roleId }) => {
      toast('已新建岗位')
      onDone(roleId)
    },
  })
  const update = useAct(updateRole, { onDone: () => toast('岗位已改，下一次操作起生效') })
  const stop = useAct(stopRole, { onDone: () => toast('岗位已停用') })
  const pair = conflictIn(chosen)
  const same =
    name.trim() === initial.name &&
    [...chosen].toSorted().join() === [...initial.permissions].toSorted().join()
  const lack = !name.trim()
    ? '岗位名称'
    : chosen.length === 0
      ? '权限'
      : pair
        ? `分开“${permissions[pair[0]]}”和“${permissions[pair[1]]}”`
        : undefined
  const refused = create.refused ?? update.refused ?? stop.refused
  const nodes = (Object.keys(permissions) as Permission[]).filter(
    (p) => chosen.includes(p) || !authorityOnly.includes(p),
  )
  const toggle = (p: Permission, on: boolean) =>
    setChosen((all) => (on ? [...all, p] : all.filter((other) => other !== p)))
  const save = (reason: string) =>
    role
      ? update.run({ id: role.roleId, name: name.trim(), permissions: [...chosen], reason })
      : create.run({ name: name.trim(), permissions: [...chosen], reason })
  return (
    <Card
      grow
      title={
        may ? (
          <Input
            aria-label="岗位名称"
            className="a-name"
            maxLength={20}
            placeholder="岗位名称"
            value={name}
            onChange={(e) => setName(e.target.value)}
          />
        ) : (
          name
        )
      }
      scope={tag ?? `${chosen.length} 项权限${role ? `，${role.people} 人` : ''}`}
      extra={
        <>
          {onCopy && !authority && <ActButton onClick={onCopy}>复制成本院岗位</ActButton>}
          {may && role && (
            <ReasonButton
              verb="停用岗位"
              hint="没有人在这个岗位上才能停用"
              onConfirm={(reason) => stop.run({ id: role.roleId, reason })}
            />
          )}
        </>
      }
      foot={
        may && (
          <div className="a-foot">
            <span className="z-caption">带“需”的权限，资格过期后自动停用，考核通过当天恢复</span>
            {!role && <ActButton onClick={() => onDone()}>放弃</ActButton>}
            {lack ? (
              <ActButton kind="filled" blocked={lack} onClick={() => undefined}>
                {role ? '保存岗位' : '新建岗位'}
              </ActButton>
            ) : same && role ? (
              <span className="z-caption">没有改动</span>
            ) : (
              <ReasonButton
                verb={role ? '保存岗位' : '新建岗位'}
                hint="记入授权变更，主管部门可查"
                onConfirm={save}
              />
            )}
          </div>
        )
      }
    >
      {refused && <Notice tone="red">{refused.text}</Notice>}
      <div className="a-steps">
        {byStep(nodes).map((step) => (
          <fieldset key={step.title}>
            <legend>{step.title}</legend>
            {step.nodes.map((p) => (
              <Node key={p} of={p} on={chosen.includes(p)} may={may} onChange={(on) => toggle(p, on)} />
            ))}
          </fieldset>
        ))}
      </div>
    </Card>
  )
}

interface NodeProps {
  of: Permission
  on: boolean
  may: boolean
  onChange: (on: boolean) => void
}

function Node({ of, on, may, onChange }: NodeProps) {
  const need = needs[of]
  return (
    <Checkbox checked={on} disabled={!may} onChange={(e) => onChange(e.target.checked)}>
      {permissions[of]}
      {need && <span className="z-caption">{`　需${qualifications[need]}`}</span>}
    </Checkbox>
  )
}
