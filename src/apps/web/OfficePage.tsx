import { Tabs } from 'antd'
import { FilingTab } from '#features/filing/FilingTab.tsx'
import { BodyTab } from '#features/governance/BodyTab.tsx'
import { PolicyTab } from '#features/governance/PolicyTab.tsx'
import { CaseList } from '#features/inspection/CaseList.tsx'
import { RecordList } from '#features/inspection/RecordList.tsx'
import { SpecimenTab } from '#features/specimen/SpecimenTab.tsx'
import { readOverview } from '#features/supervision/contract.ts'
import { Card } from '#ui/Card.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { useMe } from '#ui/me.ts'
import { useSearch } from '#ui/nav.tsx'
import { OrgChoice, useChosenOrg } from '#ui/OrgChoice.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { useCall } from '#ui/query.ts'

const clean = {
  q: undefined,
  page: undefined,
  sort: undefined,
  kind: undefined,
  state: undefined,
  source: undefined,
  area: undefined,
}

/** Parts of the page. Those with `all` show every institution to an authority that has chosen none. */
const tabs = [
  { key: 'cases', label: '整改', all: true },
  { key: 'records', label: '检查记录', all: false },
  { key: 'filings', label: '报送', all: true },
  { key: 'specimens', label: '签名留样', all: false },
  { key: 'policies', label: '制度', all: false },
  { key: 'body', label: '管理机构', all: false },
] as const

/** 管理与报送: what the management body of a hospital keeps, and what its authority reads of it. */
export function Page() {
  const authority = useMe().org.kind === 'authority'
  const [search, change] = useSearch()
  const { org, missing } = useChosenOrg()
  const overview = useCall(readOverview, authority ? {} : undefined)
  const tab = tabs.find((t) => t.key === search['tab']) ?? tabs[0]
  return (
    <Frame
      fit
      title="管理与报送"
      scope="检查、整改、报送、留样、制度：每一项有人负责、有期限、有回执"
      actions={
        authority && (
          <OrgChoice institutions={overview.data?.institutions ?? []} loading={overview.isLoading} />
        )
      }
    >
      <Tabs
        activeKey={tab.key}
        items={tabs.map(({ key, label }) => ({ key, label }))}
        onChange={(to) => change({ ...clean, tab: to })}
        tabBarStyle={{ margin: 0 }}
      />
      {missing && !tab.all ? (
        <Card>
          <EmptyState title="先选一家医疗机构" text="在右上角选择后显示该院的记录；只读" />
        </Card>
      ) : (
        <>
          {tab.key === 'cases' && <CaseList key={org} org={org} authority={authority} />}
          {tab.key === 'records' && <RecordList key={org} org={org} />}
          {tab.key === 'filings' && <FilingTab key={org} org={org} authority={authority} />}
          {tab.key === 'specimens' && <SpecimenTab key={org} org={org} />}
          {tab.key === 'policies' && <PolicyTab key={org} org={org} />}
          {tab.key === 'body' && <BodyTab key={org} org={org} />}
        </>
      )}
    </Frame>
  )
}
