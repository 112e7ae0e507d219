import { ScanOutlined } from '@ant-design/icons'
import { Tabs } from 'antd'
import { ActButton } from '#ui/ActButton.tsx'
import { useMay } from '#ui/me.ts'
import { useSearch } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { OwingList } from './OwingList.tsx'
import { RecordList } from './RecordList.tsx'
import { Station } from './Station.tsx'

const clean = {
  q: undefined,
  page: undefined,
  sort: undefined,
  state: undefined,
  holderId: undefined,
  issue: undefined,
}

/** 空安瓿回收: who owes, the counter where they come back, and what has come. The part stands in the address. */
export function Page() {
  const [search, change] = useSearch()
  const may = useMay('recovery.work')
  const tab =
    search['tab'] === 'records' ? 'records' : search['tab'] === 'station' && may ? 'station' : 'owing'
  const open = (to: string) => change({ ...clean, tab: to === 'owing' ? undefined : to })
  const items = [
    { key: 'owing', label: '欠交' },
    ...(may ? [{ key: 'station', label: '回收' }] : []),
    { key: 'records', label: '记录' },
  ]
  return (
    <Frame
      title="空安瓿回收"
      scope="开一支欠一个空安瓿或废贴，批号、数量对上才算交回"
      actions={
        may &&
        tab !== 'station' && (
          <ActButton kind="filled" k="F4" icon={<ScanOutlined />} onClick={() => open('station')}>
            扫空安瓿
          </ActButton>
        )
      }
      fit
    >
      <Tabs activeKey={tab} items={items} onChange={open} tabBarStyle={{ margin: 0 }} />
      {tab === 'owing' && (
        <OwingList
          onReceive={may ? (issueId) => change({ ...clean, tab: 'station', issue: issueId }) : undefined}
        />
      )}
      {tab === 'station' && <Station />}
      {tab === 'records' && <RecordList />}
    </Frame>
  )
}
