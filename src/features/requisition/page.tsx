import { Tabs } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { DataTable } from '#ui/DataTable.tsx'
import { useMay } from '#ui/me.ts'
import { go, useSearch } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { CarrierRules } from './CarrierRules.tsx'
import { requestColumns, requestTone, transferColumns, transferTone } from './columns.tsx'
import {
  listRequisitions,
  listTransfers,
  requisitionState,
  requisitionStateTitle,
  transferState,
  transferStateTitle,
} from './contract.ts'
import { NewRequisition } from './NewRequisition.tsx'
import './requisition.css'

const requestStates = requisitionState.options.map((value) => ({ value, text: requisitionStateTitle[value] }))
const transferStates = transferState.options.map((value) => ({ value, text: transferStateTitle[value] }))
const tabs = [
  { key: 'requests', label: '请领单' },
  { key: 'transfers', label: '调拨单' },
  { key: 'carriers', label: '运送规则' },
]

/** 请领调拨: who asks, and what is on its way. An authority comes with `?org=`. */
export function Page() {
  const [asks, sends] = [useMay('requisition.request'), useMay('requisition.send')]
  const [search, change] = useSearch()
  // From the home page or the list of limits: the place whose suggestion is to be filled in.
  const suggested = Number(search['ask']) || undefined
  const [asking, setAsking] = useState(suggested !== undefined)
  const tab = ['transfers', 'carriers'].find((t) => t === search['tab']) ?? 'requests'
  const input = search['org'] ? { org: Number(search['org']) } : {}
  const toTab = (key: string) =>
    change({ tab: key === 'requests' ? undefined : key, state: undefined, q: undefined, page: undefined })
  const ask = () => setAsking(true)
  return (
    <Frame
      fit
      title="请领调拨"
      scope="数量为最小包装单位：支、片、贴"
      actions={
        <>
          {sends && <ActButton onClick={() => go('/transfers/new')}>直接调拨</ActButton>}
          {asks && (
            <ActButton kind="filled" onClick={ask}>
              新请领
            </ActButton>
          )}
        </>
      }
    >
      <Tabs className="rq-tabs" activeKey={tab} items={tabs} onChange={toTab} />
      {tab === 'requests' ? (
        <Requests input={input} sends={sends} {...(asks ? { onNew: ask } : {})} />
      ) : tab === 'transfers' ? (
        <Transfers input={input} />
      ) : (
        <CarrierRules org={search['org'] ? Number(search['org']) : undefined} />
      )}
      <NewRequisition
        open={asking && asks}
        suggested={suggested}
        onClose={() => {
          setAsking(false)
          change({ ask: undefined })
        }}
      />
    </Frame>
  )
}

const soon = 20_000

function Requests({ input, sends, onNew }: { input: { org?: number }; sends: boolean; onNew?: () => void }) {
  return (
    <DataTable
      endpoint={listRequisitions}
      input={input}
      columns={requestColumns(sends)}
      rowKey={(r) => r.id}
      search="请领单号、储位"
      filters={[{ key: 'state', title: '全部状态', options: requestStates }]}
      tone={requestTone}
      onOpen={(r) => go(`/requisitions/${r.id}`)}
      {...(onNew ? { onNew } : {})}
      exportName="请领单"
      empty="还没有请领单"
      emptyText={onNew ? '按 N 新建：写明向哪个储位请领、要多少' : '病区和药房提出请领后，在这里配货'}
      refetchInterval={soon}
    />
  )
}

function Transfers({ input }: { input: { org?: number } }) {
  return (
    <DataTable
      endpoint={listTransfers}
      input={input}
      columns={transferColumns}
      rowKey={(r) => r.id}
      search="调拨单号、储位"
      filters={[{ key: 'state', title: '全部状态', options: transferStates }]}
      tone={transferTone}
      onOpen={(r) => go(`/transfers/${r.id}`)}
      exportName="调拨单"
      empty="没有调拨单"
      emptyText="没有药品在途"
      refetchInterval={soon}
    />
  )
}
