import { PlusOutlined } from '@ant-design/icons'
import { Segmented } from 'antd'
import { useState } from 'react'
import { readOverview } from '#features/supervision/contract.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { useMay, useMe } from '#ui/me.ts'
import { useSearch } from '#ui/nav.tsx'
import { OrgChoice, useChosenOrg } from '#ui/OrgChoice.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { readMine } from './contract.ts'
import { CourseList, ResultList, TermList } from './lists.tsx'
import { NewCoursePanel } from './NewCoursePanel.tsx'
import { RecordView } from './RecordView.tsx'
import './training.css'

const tabs = [
  { value: 'courses', label: '培训课程' },
  { value: 'results', label: '考核记录' },
  { value: 'terms', label: '资格到期' },
  { value: 'mine', label: '我的档案' },
]

/** 培训考核. Who may not read everybody's reads his own. */
export function Page() {
  const all = useMay('training.read')
  return all ? <Everybody /> : <Mine />
}

function Everybody() {
  const authority = useMe().org.kind === 'authority'
  const may = useMay('training.write')
  const [search, change] = useSearch()
  const { org, missing } = useChosenOrg()
  const institutions = useCall(readOverview, authority ? {} : undefined)
  const [fresh, setFresh] = useState(false)
  const shown = authority ? tabs.slice(0, 3) : tabs
  const tab = shown.find((t) => t.value === search['tab'])?.value ?? 'courses'
  const clean = { q: undefined, page: undefined, sort: undefined, from: undefined, to: undefined }
  const other = { category: undefined, outcome: undefined, within: undefined, type: undefined }
  const onNew = may ? () => setFresh(true) : undefined
  return (
    <Frame
      title="培训考核"
      scope="考核通过当即取得资格；到期前 90、30、7 天提醒，过期后相应权限自动停用"
      fit
      actions={
        <>
          {authority && (
            <OrgChoice
              institutions={institutions.data?.institutions ?? []}
              loading={institutions.isLoading}
            />
          )}
          <Segmented options={shown} value={tab} onChange={(to) => change({ ...clean, ...other, tab: to })} />
          {onNew && (
            <ActButton kind="filled" icon={<PlusOutlined />} onClick={onNew}>
              新增课程
            </ActButton>
          )}
        </>
      }
    >
      {missing ? (
        <Card>
          <EmptyState title="先选一家医疗机构" text="在右上角选择后，按该院的培训考核显示；只读" />
        </Card>
      ) : (
        <>
          {tab === 'courses' && <CourseList key={org} org={org} onNew={onNew} />}
          {tab === 'results' && <ResultList key={org} org={org} />}
          {tab === 'terms' && <TermList key={org} org={org} />}
          {tab === 'mine' && <Own />}
        </>
      )}
      {fresh && <NewCoursePanel onClose={() => setFresh(false)} />}
    </Frame>
  )
}

function Mine() {
  return (
    <Frame title="我的培训" scope="参加的培训、考核成绩和资格；资格过期后相应权限自动停用">
      <Own />
    </Frame>
  )
}

function Own() {
  const query = useCall(readMine, {})
  if (query.error && !query.data) return <ErrorState error={query.error} retry={query.refetch} />
  if (!query.data) return <SkeletonRows rows={10} />
  return <RecordView of={query.data} own />
}
