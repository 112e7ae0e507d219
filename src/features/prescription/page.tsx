import { ActButton } from '#ui/ActButton.tsx'
import { DataTable, type Column } from '#ui/DataTable.tsx'
import { shortInstant, unitText } from '#ui/format.ts'
import { useMay } from '#ui/me.ts'
import { go, Link, useSearch } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { categoryTitle, encounterTitle, listPrescriptions, useAtTitle, type RxRow } from './contract.ts'
import { seriesTitle, stateTitle } from './rules.ts'
import { StateTag } from './StateTag.tsx'
import './prescription.css'

const columns: readonly Column<RxRow>[] = [
  {
    key: 'no',
    title: '处方编号',
    width: 140,
    sortable: true,
    render: (r) => <span className="z-code">{r.no}</span>,
    exportText: (r) => r.no,
  },
  {
    key: 'series',
    title: '类别',
    width: 76,
    render: (r) => (
      <span className="rx-series" data-series={r.series}>
        {seriesTitle[r.series]}
      </span>
    ),
    exportText: (r) => seriesTitle[r.series],
  },
  { key: 'drugs', title: '药品', text: (r) => unitText(r.drugs) },
  { key: 'patientName', title: '患者', width: 60 },
  {
    key: 'category',
    title: '患者类别',
    width: 128,
    text: (r) => `${encounterTitle[r.encounter]} ${categoryTitle[r.category]}`,
  },
  { key: 'useAt', title: '使用', width: 76, hidden: true, text: (r) => useAtTitle[r.useAt] },
  { key: 'prescriber', title: '医师', width: 72, sortable: true },
  { key: 'department', title: '科别', width: 92, hidden: true, text: (r) => r.department },
  { key: 'writtenAt', title: '开具时间', width: 100, sortable: true, text: (r) => shortInstant(r.writtenAt) },
  {
    key: 'filledNo',
    title: '发药单',
    width: 140,
    render: (r) => <span className="z-code">{r.filledNo}</span>,
    exportText: (r) => r.filledNo,
  },
  {
    key: 'state',
    title: '状态',
    width: 176,
    render: (r) => <StateTag of={r} />,
    exportText: (r) => stateTitle[r.state],
  },
]

const options = (titles: Record<string, string>) =>
  Object.entries(titles).map(([value, text]) => ({ value, text }))

const filters = [
  { key: 'state', title: '全部状态', options: options(stateTitle) },
  { key: 'series', title: '全部类别', options: options(seriesTitle) },
  { key: 'useAt', title: '全部去向', options: options(useAtTitle) },
]

/** 处方: what waits to be dispensed first of all, and everything that was written. */
export function Page() {
  const [{ org }] = useSearch()
  const mayWrite = useMay('prescription.write')
  const mayManage = useMay('prescription.manage')
  const write = () => go('/prescriptions/new')
  return (
    <Frame
      fit
      title="处方"
      scope="麻、精一，精二，毒性药品专用处方"
      actions={
        <>
          {mayManage && <Link to="/prescription-rules">限量与窗口</Link>}
          {mayManage && <Link to="/prescription-papers">处方纸</Link>}
          {mayWrite && (
            <ActButton kind="filled" k="F4" onClick={write}>
              开具处方
            </ActButton>
          )}
        </>
      }
    >
      <DataTable
        endpoint={listPrescriptions}
        input={org ? { org: Number(org) } : {}}
        columns={columns}
        rowKey={(r) => r.id}
        search="处方编号、医师、病历号"
        filters={filters}
        tone={(r) => (r.state === 'open' ? 'amber' : undefined)}
        onOpen={(r) => go(`/prescriptions/${r.id}`)}
        exportName="处方"
        empty="还没有处方"
        emptyText={mayWrite ? '按 F4 开具第一张，限量当场核对' : '医师开具后，在这里调配'}
        refetchInterval={15_000}
        {...(mayWrite ? { onNew: write } : {})}
      />
    </Frame>
  )
}
