import { Tabs } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { useMay } from '#ui/me.ts'
import { useSearch } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { CheckTab } from './CheckTab.tsx'
import { DrugTable } from './DrugTable.tsx'
import { RequestList } from './RequestList.tsx'
import { RequestPanel } from './RequestPanel.tsx'
import { WardTable } from './WardTable.tsx'

const clean = { q: undefined, page: undefined, sort: undefined, show: undefined, state: undefined }
const tabs = [
  { key: 'wards', label: '储位总览' },
  { key: 'drugs', label: '品种一览' },
  { key: 'requests', label: '基数申请' },
  { key: 'checks', label: '月检查' },
] as const

/** 基数管理: the third tier as the pharmacy watches it. The part stands in the address. */
export function Page() {
  const [search, change] = useSearch()
  const may = useMay('baseStock.request')
  const [asking, setAsking] = useState(false)
  const org = search['org'] ? { org: Number(search['org']) } : {}
  const tab = tabs.find((t) => t.key === search['tab'])?.key ?? 'wards'
  return (
    <Frame
      title="基数管理"
      scope="在柜＋在手＋空容器未交＋待换＋已换待到＝基数，任何时候都要相等"
      actions={
        may && (
          <ActButton kind="filled" k="F4" onClick={() => setAsking(true)}>
            申请基数
          </ActButton>
        )
      }
      fit
    >
      <Tabs
        activeKey={tab}
        items={[...tabs]}
        onChange={(to) => change({ ...clean, tab: to === 'wards' ? undefined : to })}
        tabBarStyle={{ margin: 0 }}
      />
      {tab === 'wards' && <WardTable org={org} />}
      {tab === 'drugs' && <DrugTable org={org} />}
      {tab === 'requests' && <RequestList org={org} />}
      {tab === 'checks' && <CheckTab org={org} />}
      <RequestPanel open={asking} onClose={() => setAsking(false)} />
    </Frame>
  )
}
