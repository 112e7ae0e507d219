import { PlusOutlined } from '@ant-design/icons'
import { Segmented } from 'antd'
import { useState } from 'react'
import { readOverview } from '#features/supervision/contract.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { useMay, useMe } from '#ui/me.ts'
import { useSearch } from '#ui/nav.tsx'
import { OrgChoice, useChosenOrg } from '#ui/OrgChoice.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { useCall } from '#ui/query.ts'
import { ChangeList } from './ChangeList.tsx'
import { GrantList } from './GrantList.tsx'
import { GrantPanel } from './GrantPanel.tsx'
import { RoleBook } from './RoleBook.tsx'
import './access.css'

const tabs = [
  { value: 'changes', label: '授权变更' },
  { value: 'roles', label: '岗位' },
  { value: 'grants', label: '临时授权' },
]

/** 岗位与授权: what the roles may do, who helps out until when, and every change of it. */
export function Page() {
  const authority = useMe().org.kind === 'authority'
  const may = useMay('access.write')
  const [search, change] = useSearch()
  const { org, missing } = useChosenOrg()
  const institutions = useCall(readOverview, authority ? {} : undefined)
  const [granting, setGranting] = useState(false)
  const tab = tabs.find((t) => t.value === search['tab'])?.value ?? (authority ? 'changes' : 'roles')
  const order = authority ? tabs : [...tabs.slice(1), ...tabs.slice(0, 1)]
  const clean = { q: undefined, page: undefined, sort: undefined, kind: undefined, state: undefined }
  return (
    <Frame
      title="岗位与授权"
      scope="谁在哪个环节、哪类药、哪个储位能办什么；每次变更都留记录，本人不能改本人的"
      fit
      actions={
        <>
          {authority && (
            <OrgChoice
              institutions={institutions.data?.institutions ?? []}
              loading={institutions.isLoading}
            />
          )}
          <Segmented
            options={order}
            value={tab}
            onChange={(to) => change({ ...clean, from: undefined, to: undefined, tab: to })}
          />
          {may && tab === 'grants' && (
            <ActButton kind="filled" icon={<PlusOutlined />} onClick={() => setGranting(true)}>
              批准临时授权
            </ActButton>
          )}
        </>
      }
    >
      {missing ? (
        <Card>
          <EmptyState title="先选一家医疗机构" text="在右上角选择后，按该院的授权显示；只读" />
        </Card>
      ) : (
        <>
          {tab === 'roles' && <RoleBook key={org} org={org} may={may} />}
          {tab === 'grants' && (
            <GrantList key={org} org={org} may={may} onNew={may ? () => setGranting(true) : undefined} />
          )}
          {tab === 'changes' && <ChangeList key={org} org={org} />}
        </>
      )}
      {granting && <GrantPanel onClose={() => setGranting(false)} />}
    </Frame>
  )
}
