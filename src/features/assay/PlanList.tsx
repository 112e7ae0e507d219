import { useState } from 'react'
import { classTitle } from '#core/contract.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { DataTable, type Column } from '#ui/DataTable.tsx'
import { useMay } from '#ui/me.ts'
import { go } from '#ui/nav.tsx'
import { listPlans, planStates, planStateTitle, type PlanRow } from './planContract.ts'
import { PlanPanel } from './PlanPanel.tsx'
import { methodTitle } from './rules.ts'
import { PlanTag, rateText } from './words.tsx'

const columns: readonly Column<PlanRow>[] = [
  { key: 'scope', title: '抽检范围' },
  {
    key: 'kind',
    title: '按',
    width: 80,
    text: (r) => (r.drugClass ? `${classTitle[r.drugClass]}类` : '药品'),
  },
  { key: 'rate', title: '抽检比例', width: 140, text: (r) => rateText(r.rate) },
  { key: 'method', title: '方法', width: 130, text: (r) => methodTitle[r.method] },
  {
    key: 'tolerancePercent',
    title: '允许偏差',
    width: 90,
    align: 'right',
    text: (r) => `±${r.tolerancePercent} %`,
  },
  { key: 'testDays', title: '检测时限', width: 110, align: 'right', text: (r) => `${r.testDays} 个工作日` },
  { key: 'validFrom', title: '执行日期', width: 110 },
  { key: 'validTo', title: '截止日期', width: 110 },
  { key: 'setBy', title: '制定人', width: 90 },
  {
    key: 'state',
    title: '状态',
    width: 90,
    render: (r) => <PlanTag of={r.state} />,
    exportText: (r) => planStateTitle[r.state],
  },
]

/** 抽检方案: what is drawn, how it is tested, and each version that there was. */
export function PlanList({ org }: { org: { org?: number } }) {
  const may = useMay('assay.plan') && org.org === undefined
  const [open, setOpen] = useState(false)
  return (
    <>
      <DataTable
        endpoint={listPlans}
        input={org}
        columns={columns}
        rowKey={(r) => r.planId}
        filters={[
          {
            key: 'state',
            title: '全部状态',
            options: planStates.map((value) => ({ value, text: planStateTitle[value] })),
          },
        ]}
        onOpen={(r) => go(`/assay-plans/${r.planId}`)}
        exportName="抽检方案"
        empty="还没有抽检方案"
        emptyText={may ? '按 F4 制定；没有方案的药品不抽检' : '药学部负责人制定后列在这里'}
        extra={
          may && (
            <ActButton size="small" kind="filled" k="F4" onClick={() => setOpen(true)}>
              制定方案
            </ActButton>
          )
        }
      />
      {open && <PlanPanel onClose={() => setOpen(false)} />}
    </>
  )
}
