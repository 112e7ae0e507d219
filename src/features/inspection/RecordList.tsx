import { DataTable, type Column } from '#ui/DataTable.tsx'
import { ActButton } from '#ui/ActButton.tsx'
import { instantText, shortInstant } from '#ui/format.ts'
import { useMay } from '#ui/me.ts'
import { go } from '#ui/nav.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { inspectionKinds, inspectionKindTitle } from './checklist.ts'
import { listInspections, type InspectionRow } from './contract.ts'

const findings = (r: InspectionRow): string =>
  r.failed === 0
    ? '全部合格'
    : r.open === 0
      ? `不合格 ${r.failed}，已销号`
      : `不合格 ${r.failed}，整改中 ${r.open}`

const columns: readonly Column<InspectionRow>[] = [
  { key: 'no', title: '单号', width: 140, render: (r) => <span className="z-code">{r.no}</span> },
  { key: 'kind', title: '种类', width: 90, text: (r) => inspectionKindTitle[r.kind] },
  {
    key: 'signedAt',
    title: '签字时间',
    width: 120,
    render: (r) => shortInstant(r.signedAt),
    exportText: (r) => instantText(r.signedAt),
  },
  { key: 'places', title: '地点' },
  { key: 'people', title: '检查人', width: 150 },
  { key: 'items', title: '项目', width: 60, align: 'right', text: (r) => String(r.items) },
  {
    key: 'failed',
    title: '结果',
    width: 190,
    render: (r) => (
      <StatusTag tone={r.open > 0 ? 'amber' : r.failed > 0 ? 'grey' : 'green'}>{findings(r)}</StatusTag>
    ),
    exportText: findings,
  },
]

/** 检查记录: R16 by two, R17 by who is on duty. */
export function RecordList({ org }: { org: number | undefined }) {
  const may = useMay('inspection.work') && org === undefined
  return (
    <DataTable
      endpoint={listInspections}
      input={org === undefined ? {} : { org }}
      columns={columns}
      rowKey={(r) => r.id}
      search="单号、地点、人员"
      filters={[
        {
          key: 'kind',
          title: '全部种类',
          options: inspectionKinds.map((value) => ({ value, text: inspectionKindTitle[value] })),
        },
      ]}
      onOpen={(r) => go(`/inspections/${r.id}`)}
      exportName="检查记录"
      empty="还没有检查记录"
      emptyText={may ? '按右上角开始专项检查（两人）或值班巡查（一人）' : '机构签字后出现在这里'}
      extra={
        may && (
          <>
            <ActButton size="small" onClick={() => go('/inspections/new/patrol')}>
              值班巡查
            </ActButton>
            <ActButton size="small" kind="filled" onClick={() => go('/inspections/new/special')}>
              专项检查
            </ActButton>
          </>
        )
      }
    />
  )
}
