import { Tabs } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { DataTable, type Column } from '#ui/DataTable.tsx'
import { shortInstant } from '#ui/format.ts'
import { useMay } from '#ui/me.ts'
import { go, useSearch } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { useCall } from '#ui/query.ts'
import { listStocktakes, stocktakeStates, type StocktakeHead } from './contract.ts'
import { listPlans, type Plan } from './planContract.ts'
import { PlanList } from './PlanList.tsx'
import { stocktakeStateTitle } from './rules.ts'
import { StartPanel } from './StartPanel.tsx'
import './stocktake.css'
import { StateTag } from './words.tsx'

const columns: readonly Column<StocktakeHead>[] = [
  { key: 'no', title: '单号', width: 160, sortable: true },
  { key: 'title', title: '名称', text: (r) => (r.blind ? `${r.title}（盲盘）` : r.title) },
  { key: 'scope', title: '范围' },
  { key: 'rows', title: '已盘', width: 90, align: 'right', text: (r) => `${r.counted} / ${r.rows}` },
  {
    key: 'short',
    title: '盘损',
    width: 70,
    align: 'right',
    render: (r) =>
      r.short > 0 ? <b className="k-red">{r.short} 行</b> : <span className="z-quantity-zero">0</span>,
    text: (r) => r.short,
  },
  {
    key: 'surplus',
    title: '盘盈',
    width: 70,
    align: 'right',
    render: (r) =>
      r.surplus > 0 ? <b className="k-amber">{r.surplus} 行</b> : <span className="z-quantity-zero">0</span>,
    text: (r) => r.surplus,
  },
  { key: 'people', title: '盘点、监盘', width: 140, text: (r) => `${r.countedBy}、${r.secondBy}` },
  {
    key: 'startedAt',
    title: '开始',
    width: 120,
    sortable: true,
    render: (r) => shortInstant(r.startedAt),
    exportText: (r) => r.startedAt,
  },
  {
    key: 'state',
    title: '状态',
    width: 100,
    render: (r) => <StateTag state={r.state} />,
    exportText: (r) => stocktakeStateTitle[r.state],
  },
]

/** 盘点: what was counted, and what must be counted when. An authority comes with `?org=`. */
export function Page() {
  const may = useMay('stocktake.work')
  const [search, change] = useSearch()
  const [starting, setStarting] = useState<{ plan?: Plan }>()
  const org = search['org'] ? { org: Number(search['org']) } : {}
  const plans = useCall(listPlans, org)
  const tab = search['tab'] === 'plans' ? 'plans' : 'list'
  const due = (plans.data?.rows ?? []).filter((p) => p.overdue).length
  return (
    <Frame
      fit
      title="盘点"
      scope="两人盘点，差异说明后由负责人批准调账；盘点期间照常出入"
      actions={
        <>
          <ActButton onClick={() => go('/discrepancies')}>差异待查</ActButton>
          {may && (
            <ActButton kind="filled" k="F4" onClick={() => setStarting({})}>
              新增盘点
            </ActButton>
          )}
        </>
      }
    >
      <Tabs
        activeKey={tab}
        onChange={(key) =>
          change({ tab: key === 'list' ? undefined : key, q: undefined, page: undefined, state: undefined })
        }
        items={[
          { key: 'list', label: '盘点单' },
          { key: 'plans', label: due > 0 ? `盘点计划（到期未盘 ${due}）` : '盘点计划' },
        ]}
      />
      {tab === 'list' ? (
        <DataTable
          endpoint={listStocktakes}
          input={org}
          columns={columns}
          rowKey={(r) => r.id}
          search="单号、名称、盘点人"
          filters={[
            {
              key: 'state',
              title: '全部状态',
              options: stocktakeStates.map((value) => ({ value, text: stocktakeStateTitle[value] })),
            },
          ]}
          onOpen={(r) => go(`/stocktakes/${r.id}`)}
          {...(may ? { onNew: () => setStarting({}) } : {})}
          exportName="盘点单"
          empty="还没有盘点单"
          emptyText={may ? '按 F4 新增盘点，或从盘点计划开始' : '有盘点后在这里查看'}
        />
      ) : (
        <PlanList plans={plans} onStart={may ? (plan) => setStarting({ plan }) : undefined} />
      )}
      <StartPanel key={starting?.plan?.id ?? 'new'} start={starting} onClose={() => setStarting(undefined)} />
    </Frame>
  )
}
