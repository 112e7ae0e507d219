import { Tabs } from 'antd'
import { ErrorState } from '#ui/ErrorState.tsx'
import { FactList } from '#ui/FactList.tsx'
import { useMay, useMe } from '#ui/me.ts'
import { Link, useSearch } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Panel } from '#ui/Panel.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { ReasonButton } from '#ui/ReasonButton.tsx'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { toast } from '#ui/toast.tsx'
import { disableStaff, enableStaff, readStaff, type StaffMember } from './contract.ts'
import { QualificationList } from './QualificationList.tsx'
import type { RoleOption } from './RoleBoxes.tsx'
import { StayList } from './StayList.tsx'
import { DetailsForm, RolesForm, SecretsForm } from './StaffForms.tsx'

interface Props {
  id: number
  roles: readonly RoleOption[]
  onClose: () => void
}

export function StaffPanel({ id, roles, onClose }: Props) {
  const query = useCall(readStaff, { id })
  const may = useMay('staff.write')
  const person = query.data
  return (
    <Panel
      open
      onClose={onClose}
      title={person?.name ?? '人员'}
      scope={person && `${person.title} · ${person.account}`}
    >
      {query.error && <ErrorState error={query.error} retry={query.refetch} />}
      {!person && !query.error && <SkeletonRows rows={8} />}
      {person && (
        <Tabs
          items={[
            { key: 'facts', label: '资格', children: <Facts person={person} may={may} /> },
            ...(may
              ? [
                  { key: 'details', label: '资料与岗位', children: <Change person={person} roles={roles} /> },
                  { key: 'secrets', label: '登录', children: <SignIn person={person} /> },
                ]
              : []),
          ]}
        />
      )}
    </Panel>
  )
}

function Facts({ person, may }: { person: StaffMember; may: boolean }) {
  return (
    <div style={{ display: 'grid', gap: 18 }}>
      <FactList
        items={[
          { label: '科室', value: person.department ?? '未设' },
          { label: '岗位', value: person.roles.map((r) => r.name).join('、') || '未设' },
          ...(person.disabledAt ? [{ label: '状态', value: <StatusTag tone="grey">停用</StatusTag> }] : []),
        ]}
      />
      <Links id={person.userId} />
      <QualificationList person={person} may={may} />
      <StayList person={person} may={may} />
    </div>
  )
}

/** What the person may do now, and what was learned, stand on pages of their own. */
function Links({ id }: { id: number }) {
  const [search] = useSearch()
  const org = search['org'] ? `?org=${search['org']}` : ''
  const [access, training] = [useMay('access.read'), useMay('training.read')]
  return (
    <span style={{ display: 'flex', gap: 16 }}>
      {access && <Link to={`/access/people/${id}${org}`}>现在能办什么，为什么不能</Link>}
      {training && <Link to={`/training/people/${id}${org}`}>培训档案</Link>}
    </span>
  )
}

function Change({ person, roles }: { person: StaffMember; roles: readonly RoleOption[] }) {
  const mayGive = useMay('access.write')
  return (
    <div style={{ display: 'grid', gap: 24 }}>
      <DetailsForm person={person} />
      {mayGive && <RolesForm person={person} roles={roles} />}
    </div>
  )
}

function SignIn({ person }: { person: StaffMember }) {
  const self = useMe().userId === person.userId
  const disable = useAct(disableStaff, { onDone: () => toast('已停用，已退出登录') })
  const enable = useAct(enableStaff, { onDone: () => toast('已恢复') })
  const refused = disable.refused ?? enable.refused
  return (
    <div style={{ display: 'grid', gap: 18 }}>
      <FactList
        items={[
          { label: '胸卡', value: person.hasCard ? '已登记' : '未登记' },
          { label: 'PIN', value: person.hasPin ? '已设' : '未设' },
        ]}
      />
      <SecretsForm person={person} />
      {refused && <Notice tone="red">{refused.text}</Notice>}
      <div>
        {person.disabledAt ? (
          <ReasonButton
            verb="恢复账号"
            presets={['回院', '误停']}
            onConfirm={(reason) => enable.run({ id: person.userId, reason })}
          />
        ) : self ? (
          <span className="z-caption">不能停用自己的账号，请另一位管理员办理</span>
        ) : (
          <ReasonButton
            verb="停用账号"
            hint="立即退出登录；名下在手药品仍在账上，须另行交接"
            presets={['离职', '调离岗位', '暂停麻精药品工作']}
            onConfirm={(reason) => disable.run({ id: person.userId, reason })}
          />
        )}
      </div>
    </div>
  )
}
