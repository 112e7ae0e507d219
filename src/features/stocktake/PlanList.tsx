import { useState } from 'react'
import { classTitle } from '#core/contract.ts'
import { listPlaces } from '#features/places/contract.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { dateText } from '#ui/format.ts'
import { useMay } from '#ui/me.ts'
import { Panel } from '#ui/Panel.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { SchemaForm } from '#ui/SchemaForm.tsx'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { Select } from 'antd'
import { createPlan, stopPlan, type Plan } from './planContract.ts'

interface Props {
  plans: { data?: { rows: Plan[] } | undefined; error: unknown; refetch: () => unknown }
  onStart: ((plan: Plan) => void) | undefined
}

const everyText = (p: Plan) =>
  p.everyDays === 1 ? '每天' : p.everyDays === 7 ? '每周' : `每 ${p.everyDays} 天`
const whatText = (p: Plan) =>
  `${p.drugClass ? `${classTitle[p.drugClass]}类` : '全部药品'}，${p.sample === null ? '全盘' : `按风险抽 ${p.sample} 行`}`

/** 盘点计划: which place must be counted how often, and since when it waits. */
export function PlanList({ plans, onStart }: Props) {
  const may = useMay('stocktake.approve')
  const [adding, setAdding] = useState(false)
  const stop = useAct(stopPlan)
  if (!plans.data)
    return plans.error ? (
      <ErrorState error={plans.error} retry={() => void plans.refetch()} />
    ) : (
      <SkeletonRows rows={6} />
    )
  return (
    <Card
      title="盘点计划"
      scope="到期的排在前面"
      flush
      grow
      extra={may && <ActButton onClick={() => setAdding(true)}>新增计划</ActButton>}
    >
      <PlainTable
        rows={plans.data.rows}
        rowKey={(p) => p.id}
        tone={(p) => (p.overdue ? 'amber' : undefined)}
        empty={
          <EmptyState title="还没有盘点计划" text="由药学部负责人新增：哪个储位、多久盘一次、全盘还是抽盘" />
        }
        columns={[
          { key: 'dueOn', title: '应盘日期', width: 180, render: (p) => <Due of={p} /> },
          { key: 'name', title: '名称' },
          { key: 'place', title: '储位' },
          { key: 'every', title: '周期', width: 110, text: everyText },
          { key: 'what', title: '范围', text: whatText },
          { key: 'blind', title: '方式', width: 80, text: (p) => (p.blind ? '盲盘' : '明盘') },
          { key: 'last', title: '上次', width: 220, text: (p) => (p.lastNo ? `${p.lastNo}` : '还没有盘过') },
          {
            key: 'acts',
            title: '',
            width: 190,
            align: 'right',
            render: (p) => (
              <span className="k-acts">
                {onStart && (
                  <ActButton size="small" onClick={() => onStart(p)}>
                    开始盘点
                  </ActButton>
                )}
                {may && (
                  <ActButton size="small" kind="link" onClick={() => stop.run({ planId: p.id })}>
                    停用
                  </ActButton>
                )}
              </span>
            ),
          },
        ]}
      />
      <Panel title="新增盘点计划" open={adding} onClose={() => setAdding(false)} width={480}>
        {adding && <PlanForm onDone={() => setAdding(false)} />}
      </Panel>
    </Card>
  )
}

function Due({ of }: { of: Plan }) {
  return (
    <>
      {dateText(of.dueOn)} {of.overdue && <StatusTag tone="amber">到期未盘</StatusTag>}
    </>
  )
}

function PlanForm({ onDone }: { onDone: () => void }) {
  const places = useCall(listPlaces, { state: 'active', pageSize: 500 })
  const act = useAct(createPlan, { onDone })
  return (
    <SchemaForm
      schema={createPlan.input}
      initial={{ everyDays: 30, blind: true, firstOn: dateText(Date.now()) }}
      submit="保存计划"
      busy={act.busy}
      onSubmit={act.run}
      {...(act.refused ? { refused: act.refused } : {})}
      titles={{ drugClass: classTitle }}
      fields={{
        locationId: (f) => (
          <Select
            id={f.id}
            aria-label="储位"
            value={f.value as number | undefined}
            onChange={f.onChange}
            options={(places.data?.rows ?? [])
              .filter((p) => p.kind !== 'quarantine')
              .map((p) => ({ value: p.placeId, label: p.name }))}
          />
        ),
      }}
    />
  )
}
