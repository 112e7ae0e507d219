import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { Columns } from '#ui/Columns.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { listRoleBook, type Role } from './contract.ts'
import { RoleEditor } from './RoleEditor.tsx'

interface Props {
  org: number | undefined
  may: boolean
}

/** Roles at the left, what the chosen one may do at the right, by process step. */
export function RoleBook({ org, may }: Props) {
  const query = useCall(listRoleBook, { org })
  const [chosen, setChosen] = useState<number>()
  const [draft, setDraft] = useState<{ name: string; permissions: string[] }>()
  if (query.error && !query.data) return <ErrorState error={query.error} retry={query.refetch} />
  if (!query.data) return <SkeletonRows rows={10} />
  const rows = query.data.rows
  const role = rows.find((r) => r.roleId === chosen) ?? rows[0]
  const copy = (of?: Role) =>
    setDraft({ name: of ? `${of.name}（本院）` : '', permissions: of?.permissions ?? [] })
  return (
    <Columns widths="280px minmax(0, 1fr)">
      <Card
        grow
        flush
        title="岗位"
        scope={`${rows.filter((r) => !r.stoppedAt).length} 个`}
        extra={
          may && (
            <ActButton size="small" onClick={() => copy()}>
              新建岗位
            </ActButton>
          )
        }
      >
        <ul className="a-roles">
          {rows.map((r) => (
            <li key={r.roleId}>
              <button
                type="button"
                data-current={!draft && r.roleId === role?.roleId ? '' : undefined}
                onClick={() => {
                  setDraft(undefined)
                  setChosen(r.roleId)
                }}
              >
                <b>{r.name}</b>
                <span className="z-caption">
                  {r.stoppedAt ? '已停用' : r.standard ? '标准' : '本院'}
                  {`　${r.people} 人`}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </Card>
      {draft ? (
        <RoleEditor
          key={`new ${draft.name}`}
          initial={draft}
          may
          onDone={(roleId) => {
            setDraft(undefined)
            if (roleId !== undefined) setChosen(roleId)
          }}
        />
      ) : (
        role && (
          <RoleEditor
            key={`${role.roleId} ${role.permissions.length} ${role.name}`}
            role={role}
            initial={role}
            may={may && !role.standard && !role.stoppedAt}
            tag={
              role.stoppedAt ? (
                <StatusTag tone="grey">已停用</StatusTag>
              ) : role.standard ? (
                <span className="z-caption">标准岗位，随版本更新</span>
              ) : undefined
            }
            onCopy={may ? () => copy(role) : undefined}
            onDone={() => undefined}
          />
        )
      )}
    </Columns>
  )
}
