import { ActButton } from '#ui/ActButton.tsx'
import { DataTable, type Column } from '#ui/DataTable.tsx'
import { instantText, shortInstant } from '#ui/format.ts'
import { useMay } from '#ui/me.ts'
import { go } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { useCall } from '#ui/query.ts'
import { StatusTag } from '#ui/StatusTag.tsx'
import { listChecks, listChecksDue, type CheckRow } from './checkContract.ts'

const result = (r: CheckRow) =>
  r.bad + r.differing === 0
    ? '合格'
    : [r.bad > 0 && `${r.bad} 项不合格`, r.differing > 0 && `${r.differing} 批不符`]
        .filter(Boolean)
        .join('，')

const columns: readonly Column<CheckRow>[] = [
  { key: 'no', title: '单号', width: 150 },
  { key: 'place', title: '储位', width: 160 },
  { key: 'month', title: '月份', width: 90, text: (r) => r.month.slice(0, 7) },
  {
    key: 'checkedAt',
    title: '检查时间',
    width: 120,
    render: (r) => shortInstant(r.checkedAt),
    exportText: (r) => instantText(r.checkedAt),
  },
  { key: 'checkedBy', title: '检查人', width: 80 },
  { key: 'witnessedBy', title: '科室签字', width: 80 },
  {
    key: 'result',
    title: '结果',
    width: 170,
    render: (r) => <StatusTag tone={r.bad + r.differing === 0 ? 'green' : 'amber'}>{result(r)}</StatusTag>,
    exportText: result,
  },
  { key: 'found', title: '发现', text: (r) => r.found ?? '' },
]

/** 月检查: which places are due, and what was found when. */
export function CheckTab({ org }: { org: { org?: number } }) {
  const may = useMay('baseStock.check')
  const due = useCall(listChecksDue, org)
  return (
    <>
      {(due.data?.rows ?? []).map((p) => (
        <Notice
          key={p.placeId}
          tone="amber"
          action={
            may && (
              <ActButton size="small" onClick={() => go(`/base-stock/${p.placeId}/check`)}>
                检查
              </ActButton>
            )
          }
        >
          {p.place} 待月检查：{p.months.map((m) => m.slice(0, 7)).join('、')}
        </Notice>
      ))}
      <DataTable
        endpoint={listChecks}
        input={org}
        columns={columns}
        rowKey={(r) => r.id}
        search="单号、储位、检查人"
        onOpen={(r) => go(`/base-checks/${r.id}`)}
        exportName="月检查记录"
        empty="还没有月检查记录"
        emptyText="每月 20 日起，有基数的储位列在上面等待检查"
      />
    </>
  )
}
