import { DataTable, type Column } from '#ui/DataTable.tsx'
import { instantText, shortInstant } from '#ui/format.ts'
import { FactList } from '#ui/FactList.tsx'
import { useMay } from '#ui/me.ts'
import { Link, useSearch } from '#ui/nav.tsx'
import { Panel } from '#ui/Panel.tsx'
import { useCall } from '#ui/query.ts'
import {
  listMeasures,
  measureKindTitle,
  measureState,
  measureStateTitle,
  type Measure,
} from './measureContract.ts'
import { DecideForm, RestoreForm } from './MeasureForms.tsx'
import { MeasureTag } from './words.tsx'

const columns: readonly Column<Measure>[] = [
  { key: 'no', title: '编号', width: 140, render: (r) => <span className="z-code">{r.no}</span> },
  { key: 'prescriber', title: '医师', width: 80 },
  { key: 'department', title: '科室', width: 120, text: (r) => r.department ?? '' },
  { key: 'kind', title: '处理', width: 150, text: (r) => measureKindTitle[r.kind] },
  {
    key: 'items',
    title: '依据的超常处方',
    text: (r) => r.items.map((i) => i.rxNo).join('、'),
  },
  { key: 'proposedAt', title: '提出', width: 100, text: (r) => shortInstant(r.proposedAt) },
  {
    key: 'decided',
    title: '决定',
    width: 160,
    text: (r) => (r.decidedAt ? `${r.decidedBy ?? ''}、${r.witness ?? ''}` : ''),
  },
  { key: 'state', title: '状态', width: 170, render: (r) => <MeasureTag of={r} /> },
]

/** 处方权处理: proposed by the count of 超常处方, decided by two. */
export function MeasureList({ org }: { org?: number }) {
  const [search, change] = useSearch()
  const chosen = Number(search['measure']) || undefined
  return (
    <>
      <DataTable
        endpoint={listMeasures}
        input={org ? { org } : {}}
        columns={columns}
        rowKey={(r) => r.measureId}
        search="编号、医师"
        filters={[
          {
            key: 'state',
            title: '全部状态',
            options: measureState.options.map((value) => ({ value, text: measureStateTitle[value] })),
          },
        ]}
        tone={(r) => (r.state === 'proposed' ? 'amber' : undefined)}
        onOpen={(r) => change({ measure: String(r.measureId) })}
        exportName="处方权处理"
        empty="没有处方权处理"
        emptyText="一年内 3 张超常处方无正当理由的，在这里提出限制；限制后连续 2 张的，提出取消"
      />
      {chosen && <One id={chosen} {...(org ? { org } : {})} onClose={() => change({ measure: undefined })} />}
    </>
  )
}

function One({ id, org, onClose }: { id: number; org?: number; onClose: () => void }) {
  const list = useCall(listMeasures, { pageSize: 500, ...(org ? { org } : {}) })
  const of = list.data?.rows.find((r) => r.measureId === id)
  const may = useMay('prescriptionReview.decide') && org === undefined
  return (
    <Panel
      open
      onClose={onClose}
      title={of ? `${of.prescriber}：${measureKindTitle[of.kind]}` : '处方权处理'}
      scope={of?.no}
      width={560}
    >
      {of && (
        <div className="pr-steps">
          <FactList items={factsOf(of)} />
          {may && of.state === 'proposed' && <DecideForm key={of.measureId} of={of} />}
          {may && of.state === 'inForce' && <RestoreForm key={of.measureId} of={of} />}
        </div>
      )}
    </Panel>
  )
}

const factsOf = (of: Measure) => [
  { label: '状态', value: <MeasureTag of={of} /> },
  {
    label: '依据',
    value: (
      <>
        {of.items.map((i) => (
          <div key={i.itemId}>
            <Link to={`/prescription-review-items/${i.itemId}`}>{i.rxNo}</Link>
          </div>
        ))}
      </>
    ),
  },
  { label: '条款', value: '处方管理办法 第四十五条' },
  ...(of.decidedAt
    ? [
        {
          label: '决定',
          value: `${of.decidedBy ?? ''}、${of.witness ?? ''} ${instantText(of.decidedAt)}`,
        },
        { label: '理由', value: of.reason ?? '' },
      ]
    : []),
  ...(of.endedAt
    ? [{ label: '恢复', value: `${of.endedBy ?? ''} ${instantText(of.endedAt)}，${of.endReason ?? ''}` }]
    : []),
]
