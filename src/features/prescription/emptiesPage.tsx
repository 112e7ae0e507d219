import { DataTable, type Column as Col } from '#ui/DataTable.tsx'
import { shortInstant, unitText } from '#ui/format.ts'
import { useMay } from '#ui/me.ts'
import { Link, useSearch } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { EmptiesCounter } from './EmptiesCounter.tsx'
import { listOwed, type OwedRow } from './longTermContract.ts'
import './prescription.css'

const columns: readonly Col<OwedRow>[] = [
  { key: 'patientName', title: '患者', width: 64 },
  { key: 'recordNo', title: '病历号', width: 130 },
  { key: 'name', title: '药品', text: (r) => unitText(`${r.name} ${r.spec}`) },
  {
    key: 'owed',
    title: '未交回',
    width: 110,
    align: 'right',
    render: (r) => <Quantity value={r.owed} unit="个" strong />,
    exportText: (r) => r.owed,
  },
  { key: 'container', title: '应交', width: 80 },
  {
    key: 'no',
    title: '最近处方',
    width: 150,
    render: (r) => (
      <Link to={`/prescriptions/${r.prescriptionId}`}>
        <span className="z-code">{r.no}</span>
      </Link>
    ),
    exportText: (r) => r.no,
  },
  { key: 'lastAt', title: '最近发药', width: 110, text: (r) => shortInstant(r.lastAt) },
]

/** 患者交回: who has empties at home, and the counter where they come back. */
export function Page() {
  const [search, change] = useSearch()
  const may = useMay('recovery.work')
  const chosen = may ? Number(search['rx']) || undefined : undefined
  return (
    <Frame
      fit
      title="患者空安瓿"
      scope="带回使用的注射剂、贴剂，下次调配前先收回空安瓿、废贴"
      crumb={[
        { title: '长期用药患者', to: '/long-term' },
        { title: '患者空安瓿', ...(chosen ? { to: '/patient-empties' } : {}) },
      ]}
    >
      {chosen === undefined ? (
        <DataTable
          endpoint={listOwed}
          columns={columns}
          rowKey={(r) => `${r.prescriptionId}|${r.name}|${r.spec}`}
          search="处方编号、病历号"
          exportName="患者未交回空容器"
          empty="没有患者欠空安瓿、废贴"
          emptyText="带回使用的注射剂和贴剂发出后，在这里等交回"
          {...(may ? { onOpen: (r: OwedRow) => change({ rx: r.prescriptionId }) } : {})}
        />
      ) : (
        <EmptiesCounter key={chosen} prescriptionId={chosen} onDone={() => change({ rx: undefined })} />
      )}
    </Frame>
  )
}
