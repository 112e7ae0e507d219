import { kindTitle } from '#core/ledger/kinds.ts'
import { DataTable, type Column } from '#ui/DataTable.tsx'
import { Drug } from '#ui/Drug.tsx'
import { instantText, num, shortInstant, unitText } from '#ui/format.ts'
import { go } from '#ui/nav.tsx'
import { TraceCode } from '#ui/TraceCode.tsx'
import { listUses, type UsedRow } from './contract.ts'

const amount = (r: UsedRow) =>
  r.content > 0 ? `${num(r.content)} ${unitText(r.contentUnit)}` : r.units > 0 ? `${r.units} ${r.unit}` : ''

const columns: readonly Column<UsedRow>[] = [
  {
    key: 'at',
    title: '时间',
    width: 110,
    render: (r) => shortInstant(r.at),
    exportText: (r) => instantText(r.at),
  },
  { key: 'kind', title: '使用', width: 80, text: (r) => kindTitle(r.kind) },
  { key: 'drug', title: '药品', render: (r) => <Drug of={r} />, exportText: (r) => `${r.name} ${r.spec}` },
  { key: 'lotNo', title: '批号', width: 100 },
  {
    key: 'code',
    title: '单支码',
    width: 150,
    render: (r) => (r.code ? <TraceCode code={r.code} short /> : <span className="z-caption">无码</span>),
    exportText: (r) => r.code,
  },
  { key: 'amount', title: '用量', width: 110, align: 'right', text: amount },
  { key: 'patient', title: '患者', width: 120, text: (r) => `${r.patient} ${r.recordNo}` },
  { key: 'holder', title: '登记人', width: 80 },
  { key: 'witness', title: '见证', width: 80, text: (r) => r.witness ?? '' },
  { key: 'issueNo', title: '领用单', width: 150 },
]

/** 使用记录: what was opened, given, wasted or broken out of this place. */
export function UseTable({ placeId }: { placeId: number }) {
  return (
    <DataTable
      endpoint={listUses}
      input={{ placeId }}
      columns={columns}
      rowKey={(r) => `${r.movementId}|${r.lotNo}|${r.code}`}
      search="药品、批号、领用单"
      onOpen={(r) => go(`/issues/${r.issueId}`)}
      exportName="使用记录"
      empty="还没有使用记录"
      emptyText="从这里领出的药品开启、给药以后，记录出现在这里"
    />
  )
}
