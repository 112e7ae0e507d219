import { Tabs } from 'antd'
import { useSearch } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { useCall } from '#ui/query.ts'
import { ChosenList } from './ChosenList.tsx'
import { listSamples } from './contract.ts'
import { PlanList } from './PlanList.tsx'
import { SampleList } from './SampleList.tsx'
import { useMay } from '#ui/me.ts'

const clean = { q: undefined, page: undefined, sort: undefined, state: undefined }
const keys = ['toSample', 'toTest', 'case', 'toDestroy', 'done', 'void', 'plans'] as const

/** 残余抽检: what waits for a sample, a test, an answer, its destruction; and the plans that choose. */
export function Page() {
  const [search, change] = useSearch()
  const org = search['org'] ? { org: Number(search['org']) } : {}
  const destroys = useMay('assay.destroy') && org.org === undefined
  const tab = keys.find((k) => k === search['tab']) ?? 'toTest'
  const waiting = useCall(listSamples, { ...org, pageSize: 1 }, { refetchInterval: 30_000 }).data?.waiting
  const label = (words: string, n: number | undefined) => (n ? `${words} ${n}` : words)
  const items = [
    { key: 'toSample', label: label('待留样', waiting?.toSample) },
    { key: 'toTest', label: label('待检测', waiting?.toTest) },
    { key: 'case', label: label('差异办理中', waiting?.case) },
    { key: 'toDestroy', label: label('待销毁', waiting?.toDestroy) },
    { key: 'done', label: '已办结' },
    { key: 'void', label: '已红冲' },
    { key: 'plans', label: '抽检方案' },
  ]
  return (
    <Frame
      fit
      title="残余抽检"
      scope="抽中的残余先留样、再弃去；检测人不是领用人和见证人；检测不符立差异，样品留到差异关闭"
    >
      <Tabs
        activeKey={tab}
        items={items}
        onChange={(to) => change({ ...clean, tab: to === 'toTest' ? undefined : to })}
        tabBarStyle={{ margin: 0 }}
      />
      {tab === 'toSample' && <ChosenList org={org} />}
      {tab === 'plans' && <PlanList org={org} />}
      {tab !== 'toSample' && tab !== 'plans' && (
        <SampleList org={org} state={tab} destroys={destroys && tab === 'toDestroy'} />
      )}
    </Frame>
  )
}
