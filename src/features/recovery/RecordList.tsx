import { DataTable, type Column } from '#ui/DataTable.tsx'
import { instantText, shortInstant, unitText } from '#ui/format.ts'
import { go, useSearch } from '#ui/nav.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { listRecoveries, type RecoveryRow } from './contract.ts'
import './recovery.css'

const columns: readonly Column<RecoveryRow>[] = [
  { key: 'no', title: '单号', width: 150 },
  {
    key: 'recoveredAt',
    title: '日期',
    width: 110,
    render: (r) => shortInstant(r.recoveredAt),
    exportText: (r) => instantText(r.recoveredAt),
  },
  { key: 'department', title: '科室', width: 110, text: (r) => r.department ?? '' },
  {
    key: 'drugs',
    title: '药品、批号',
    render: (r) => (
      <div className="r-drugs" title={unitText(r.drugs)}>
        {unitText(r.drugs)}
      </div>
    ),
    exportText: (r) => unitText(r.drugs),
  },
  {
    key: 'containers',
    title: '数量',
    width: 80,
    align: 'right',
    render: (r) => <Quantity value={r.containers} unit="个" />,
    exportText: (r) => r.containers,
  },
  { key: 'bin', title: '回收箱', width: 140 },
  { key: 'issueNo', title: '领用单', width: 150 },
  { key: 'returnedBy', title: '送回人', width: 80 },
  { key: 'receivedBy', title: '回收人', width: 80 },
  {
    key: 'state',
    title: '状态',
    width: 90,
    render: (r) => r.reversed && <StatusTag tone="grey">已红冲</StatusTag>,
    exportText: (r) => (r.reversed ? '已红冲' : ''),
  },
]

/** 空安瓿、废贴回收登记: date, department, lot, number, who brought, who took (卫医发〔2005〕438号 Art 27–29). */
export function RecordList() {
  const [search] = useSearch()
  const org = search['org'] ? { org: Number(search['org']) } : {}
  return (
    <DataTable
      endpoint={listRecoveries}
      input={org}
      columns={columns}
      rowKey={(r) => r.id}
      search="单号、领用单、送回人"
      tone={(r) => (r.reversed ? 'grey' : undefined)}
      onOpen={(r) => go(`/movements/${r.movementId}`)}
      exportName="空安瓿回收登记"
      empty="还没有回收记录"
      emptyText="在“回收”里扫一支空安瓿开始"
    />
  )
}
