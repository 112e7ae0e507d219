import { Tabs } from 'antd'
import { ActButton } from '#ui/ActButton.tsx'
import { DataTable, type Column } from '#ui/DataTable.tsx'
import { instantText, shortInstant } from '#ui/format.ts'
import { useMay } from '#ui/me.ts'
import { go, useSearch } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { Sums } from '#ui/Sums.tsx'
import { sumText } from '#ui/unit-sums.ts'
import { Boxes } from './Boxes.tsx'
import { listPatientReturns, rollUpDays, type PatientReturnRow } from './contract.ts'

const columns: readonly Column<PatientReturnRow>[] = [
  { key: 'no', title: '交回单', width: 140 },
  {
    key: 'receivedAt',
    title: '接收时间',
    width: 120,
    render: (r) => shortInstant(r.receivedAt),
    exportText: (r) => instantText(r.receivedAt),
  },
  { key: 'patient', title: '患者', width: 80 },
  { key: 'recordNo', title: '病历号', width: 110 },
  { key: 'drugs', title: '药品' },
  {
    key: 'units',
    title: '数量',
    width: 100,
    align: 'right',
    render: (r) => <Sums of={r.sums} />,
    exportText: (r) => sumText(r.sums),
  },
  { key: 'reason', title: '原因', width: 100 },
  { key: 'location', title: '接收处', width: 120 },
  { key: 'receivedBy', title: '接收', width: 80 },
  { key: 'witnessedBy', title: '核对', width: 80 },
  {
    key: 'state',
    title: '状态',
    width: 86,
    render: (r) => r.reversed && <StatusTag tone="grey">已红冲</StatusTag>,
    exportText: (r) => (r.reversed ? '已红冲' : ''),
  },
]

/** 患者交回: what came back, and where it lies until it is destroyed. */
export function Page() {
  const may = useMay('patientReturn.work')
  const [search, change] = useSearch()
  const input = search['org'] ? { org: Number(search['org']) } : {}
  const tab = search['tab'] === 'boxes' ? 'boxes' : 'records'
  const take = () => go('/patient-returns/new')
  return (
    <Frame
      fit
      title="患者交回"
      scope={`无偿收回，两人签字，凭据一式两份；严禁再次使用，${rollUpDays} 天内汇总上交药库`}
      actions={
        may && (
          <ActButton kind="filled" k="F4" onClick={take}>
            接收交回
          </ActButton>
        )
      }
    >
      <Tabs
        activeKey={tab}
        items={[
          { key: 'records', label: '交回记录' },
          { key: 'boxes', label: '结存与上交' },
        ]}
        onChange={(to) => change({ tab: to === 'records' ? undefined : to, q: undefined, page: undefined })}
        tabBarStyle={{ margin: 0 }}
      />
      {tab === 'boxes' ? (
        <Boxes input={input} may={may && !search['org']} />
      ) : (
        <DataTable
          endpoint={listPatientReturns}
          input={input}
          columns={columns}
          rowKey={(r) => r.id}
          search="单号、领用单、药品、接收处"
          onOpen={(r) => go(`/patient-returns/${r.id}`)}
          {...(may ? { onNew: take } : {})}
          exportName="患者交回"
          empty="还没有患者交回"
          emptyText="患者停药后剩余的药品无偿收回"
        />
      )}
    </Frame>
  )
}
