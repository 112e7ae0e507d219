import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { DataTable, type Column } from '#ui/DataTable.tsx'
import { shortInstant } from '#ui/format.ts'
import { useMay } from '#ui/me.ts'
import { go, useSearch } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import type { RowOf } from '#ui/useList.ts'
import { StatusTag } from '#ui/StatusTag.tsx'
import { listReceipts, receiptState, receiptStateTitle } from './contract.ts'
import { StartPanel } from './StartPanel.tsx'

type Row = RowOf<typeof listReceipts>

const columns: readonly Column<Row>[] = [
  {
    key: 'no',
    title: '收货单号',
    width: 150,
    render: (r) => <span className="z-code">{r.no}</span>,
    exportText: (r) => r.no,
  },
  { key: 'supplier', title: '供货单位' },
  {
    key: 'deliveryNo',
    title: '随货同行单',
    render: (r) => <span className="z-code">{r.deliveryNo}</span>,
    exportText: (r) => r.deliveryNo,
  },
  { key: 'arrivedAt', title: '到货', width: 110, text: (r) => shortInstant(r.arrivedAt) },
  { key: 'location', title: '入库储位' },
  {
    key: 'drugs',
    title: '品种',
    align: 'right',
    width: 60,
    render: (r) => <Quantity value={r.drugs} />,
    exportText: (r) => r.drugs,
  },
  {
    key: 'expectedUnits',
    title: '应到',
    align: 'right',
    width: 80,
    render: (r) => <Quantity value={r.expectedUnits} />,
    exportText: (r) => r.expectedUnits,
  },
  {
    key: 'acceptedUnits',
    title: '实收',
    align: 'right',
    width: 80,
    render: (r) => <Quantity value={r.acceptedUnits} strong />,
    exportText: (r) => r.acceptedUnits,
  },
  {
    key: 'shortUnits',
    title: '短少',
    align: 'right',
    width: 70,
    exportText: (r) => r.shortUnits,
    render: (r) => (
      <Quantity value={r.shortUnits} {...(r.shortUnits > 0 ? { tone: 'amber' as const } : {})} />
    ),
  },
  { key: 'people', title: '验收签字', text: (r) => [r.signedBy, r.witnessedBy].filter(Boolean).join('、') },
  {
    key: 'state',
    title: '状态',
    width: 100,
    render: (r) => <State of={r} />,
    exportText: (r) => receiptStateTitle[r.state],
  },
]

function State({ of }: { of: Row }) {
  if (of.state === 'counting') return <StatusTag tone="blue">{receiptStateTitle.counting}</StatusTag>
  if (of.state === 'cancelled' || of.state === 'reversed')
    return <StatusTag tone="grey">{receiptStateTitle[of.state]}</StatusTag>
  return <>{receiptStateTitle.signed}</>
}

const states = receiptState.options.map((value) => ({ value, text: receiptStateTitle[value] }))

/** 收货验收: every delivery, the ones being counted among them. An authority comes with `?org=`. */
export function Page() {
  const may = useMay('receipt.work')
  const [{ org }] = useSearch()
  const [starting, setStarting] = useState(false)
  const start = () => setStarting(true)
  return (
    <Frame
      fit
      title="收货验收"
      scope="数量为最小包装单位：支、片、贴"
      actions={
        may && (
          <ActButton kind="filled" k="N" onClick={start}>
            开始收货
          </ActButton>
        )
      }
    >
      <DataTable
        endpoint={listReceipts}
        input={org ? { org: Number(org) } : {}}
        columns={columns}
        rowKey={(r) => r.id}
        search="收货单号、随货单号、供货单位"
        filters={[{ key: 'state', title: '全部状态', options: states }]}
        tone={(r) => (r.state === 'signed' && r.shortUnits > 0 ? 'amber' : undefined)}
        onOpen={(r) => go(`/receipts/${r.id}`)}
        {...(may ? { onNew: start } : {})}
        exportName="收货验收"
        empty="还没有收货单"
        emptyText="货到后按 N 开始收货，两人当面清点到最小包装"
      />
      <StartPanel open={starting} onClose={() => setStarting(false)} />
    </Frame>
  )
}
