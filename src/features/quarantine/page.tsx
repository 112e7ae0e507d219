import { Tabs } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { useMay } from '#ui/me.ts'
import { go, useSearch } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { useCall } from '#ui/query.ts'
import { BreakPanel } from './BreakPanel.tsx'
import { listDue, type HoldingRow } from './contract.ts'
import { DueList } from './DueList.tsx'
import { HoldingList } from './HoldingList.tsx'
import { RecordList } from './RecordList.tsx'
import { ReleasePanel } from './ReleasePanel.tsx'

const clean = { q: undefined, page: undefined, sort: undefined, reason: undefined }

/** 待查: the red boxes, what ought to be in them, and how it came there. An authority comes with `?org=`. */
export function Page() {
  const may = useMay('quarantine.work')
  const [search, change] = useSearch()
  const [breaking, setBreaking] = useState(false)
  const [releasing, setReleasing] = useState<HoldingRow>()
  const input = search['org'] ? { org: Number(search['org']) } : {}
  const due = useCall(listDue, { ...input, pageSize: 1 })
  const tab = search['tab'] === 'due' || search['tab'] === 'records' ? search['tab'] : 'held'
  const expired = due.data?.total ?? 0
  const items = [
    { key: 'held', label: '待查药品' },
    { key: 'due', label: expired > 0 ? `过期、近效期（已过期 ${expired}）` : '过期、近效期' },
    { key: 'records', label: '待查单' },
  ]
  return (
    <Frame
      fit
      title="待查"
      scope="过期、破损、质量有疑问的药品先移出库存，两人签字，再决定去向"
      actions={
        may && (
          <>
            <ActButton onClick={() => go('/recalls')}>批号召回</ActButton>
            <ActButton onClick={() => setBreaking(true)}>登记破碎</ActButton>
            <ActButton kind="filled" k="F4" onClick={() => go('/quarantine/new')}>
              移入待查
            </ActButton>
          </>
        )
      }
    >
      <Tabs
        activeKey={tab}
        items={items}
        onChange={(to) => change({ ...clean, tab: to === 'held' ? undefined : to })}
        tabBarStyle={{ margin: 0 }}
      />
      {tab === 'held' && (
        <HoldingList input={input} {...(may && !search['org'] ? { onRelease: setReleasing } : {})} />
      )}
      {tab === 'due' && <DueList input={input} may={may} />}
      {tab === 'records' && <RecordList input={input} />}
      <BreakPanel open={breaking} onClose={() => setBreaking(false)} />
      <ReleasePanel of={releasing} onClose={() => setReleasing(undefined)} />
    </Frame>
  )
}
