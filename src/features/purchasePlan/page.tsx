import { Segmented } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import type { Column } from '#ui/column.ts'
import { DataTable } from '#ui/DataTable.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { dateText, shortInstant } from '#ui/format.ts'
import { useMay, useMe } from '#ui/me.ts'
import { go, useSearch } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { useCall } from '#ui/query.ts'
import { listPlans, planState, planStateTitle, planTitle, type PlanRow } from './contract.ts'
import { LeftCard } from './LeftCard.tsx'
import { PlanTag } from './words.tsx'

const scope = '年度购用计划报市卫生健康部门核定，不够时增补；采购按核定用量扣减'
const states = planState.options.map((value) => ({ value, text: planStateTitle[value] }))
const day = (at: string | null) => (at ? shortInstant(at) : '')

const columns: readonly Column<PlanRow>[] = [
  { key: 'no', title: '编号', width: 140, render: (r) => <span className="z-code">{r.no}</span> },
  { key: 'title', title: '计划', text: planTitle },
  { key: 'lines', title: '品种', width: 64, align: 'right', text: (r) => r.lines },
  { key: 'reason', title: '增补原因', text: (r) => r.reason ?? '' },
  { key: 'createdBy', title: '编制', width: 80 },
  { key: 'submittedAt', title: '上报', width: 112, text: (r) => day(r.submittedAt) },
  { key: 'decidedAt', title: '核定', width: 112, text: (r) => day(r.decidedAt) },
  { key: 'state', title: '状态', width: 150, render: (r) => <PlanTag of={r.state} /> },
]

/** A hospital's years; an authority's: what was sent to it. */
export function Page() {
  return useMe().org.kind === 'authority' ? <Sent /> : <Own />
}

function Own() {
  const may = useMay('purchasePlan.write')
  const [now] = useState(() => Number(dateText(Date.now()).slice(0, 4)))
  const [search, change] = useSearch()
  const year = Number(search['year']) || now
  const plans = useCall(listPlans, { year, pageSize: 100 }).data?.rows
  const annual = plans?.find((p) => p.supplement === 0)
  const open = plans?.find((p) => p.state !== 'approved')
  return (
    <Frame
      fit
      title="购用计划"
      scope={scope}
      actions={
        <>
          <Segmented
            options={[now - 1, now, now + 1].map((y) => ({ value: y, label: `${y} 年` }))}
            value={year}
            onChange={(y) => change({ year: String(y) })}
          />
          {may && plans && !annual && (
            <ActButton kind="filled" k="F4" onClick={() => go(`/purchase-plans/new?year=${year}`)}>
              {`编制 ${year} 年计划`}
            </ActButton>
          )}
          {may && annual && (
            <ActButton
              kind="filled"
              k="F4"
              blocked={open ? `先办完 ${open.no}` : undefined}
              onClick={() => go(`/purchase-plans/new?year=${year}&supplement=1`)}
            >
              申请增补
            </ActButton>
          )}
        </>
      }
    >
      <Card title="计划与增补" scope="每年一份计划，年内可以增补" flush>
        <PlainTable
          rows={plans ?? []}
          rowKey={(r) => r.planId}
          columns={columns}
          onOpen={(r) => go(`/purchase-plans/${r.planId}`)}
          empty={
            <EmptyState
              title={`还没有 ${year} 年的购用计划`}
              text="编制时列出上年申请和实际用量，填本年申请量"
            />
          }
        />
      </Card>
      <LeftCard year={year} />
    </Frame>
  )
}

function Sent() {
  const [search] = useSearch()
  const org = Number(search['org']) || undefined
  return (
    <Frame fit title="购用计划" scope="机构上报的年度购用计划和增补，逐项核定或退回">
      <DataTable
        endpoint={listPlans}
        input={org ? { org } : {}}
        columns={[{ key: 'org', title: '机构', width: 220 }, ...columns]}
        rowKey={(r) => r.planId}
        search="编号、机构"
        filters={[{ key: 'state', title: '全部状态', options: states.filter((s) => s.value !== 'draft') }]}
        onOpen={(r) => go(`/purchase-plans/${r.planId}`)}
        exportName="购用计划"
        empty="没有机构上报购用计划"
        emptyText="机构上报后在这里核定"
        refetchInterval={30_000}
      />
    </Frame>
  )
}
