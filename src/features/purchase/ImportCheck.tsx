import { Button, Tabs } from 'antd'
import { useState, type ReactNode } from 'react'
import type { OutputOf } from '#core/contract.ts'
import type { Column } from '#ui/DataTable.tsx'
import { Drug } from '#ui/Drug.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { Figures } from '#ui/Figures.tsx'
import { num } from '#ui/format.ts'
import { PlainTable } from '#ui/PlainTable.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import type { ImportFault, ImportRow, previewImport } from './importContract.ts'
import { yuanForPeople } from './money.ts'

interface Props {
  fileName: string
  preview: OutputOf<typeof previewImport>
  /** 换文件 */
  onChange: () => void
}

/** So many rows are drawn at once; the counts above speak of all. */
const most = 500

export function ImportCheck({ fileName, preview, onChange }: Props) {
  const { counts, rows } = preview
  const [tab, setTab] = useState<string>(counts.bad > 0 ? 'bad' : 'good')
  const faults = rows.flatMap((row) => row.faults.map((fault) => ({ row, fault })))
  const shown = (state: ImportRow['state']) => rows.filter((row) => row.state === state)
  return (
    <div style={{ display: 'grid', gap: 14 }}>
      <div style={{ display: 'flex', justifyContent: 'space-between', alignItems: 'center' }}>
        <span>
          {fileName}{' '}
          <span className="z-caption">
            {num(counts.rows)} 行，{num(counts.orders)} 张采购单
          </span>
        </span>
        <Button type="link" onClick={onChange}>
          换文件
        </Button>
      </div>
      <Figures
        look="strip"
        items={[
          {
            key: 'good',
            title: '可导入',
            figure: num(counts.good),
            words: `${num(counts.goodOrders)} 张采购单`,
            tone: 'green',
          },
          {
            key: 'bad',
            title: '有错',
            figure: num(counts.bad),
            words: '改好后才能导入',
            ...(counts.bad > 0 ? { tone: 'red' as const } : {}),
          },
          {
            key: 'held',
            title: '随同单暂缓',
            figure: num(counts.held),
            words: '同一张单另有错行',
            ...(counts.held > 0 ? { tone: 'amber' as const } : {}),
          },
        ]}
      />
      <Tabs
        activeKey={tab}
        onChange={setTab}
        items={[
          { key: 'bad', label: `有错 ${num(counts.bad)}`, children: <Faults rows={faults} /> },
          { key: 'good', label: `可导入 ${num(counts.good)}`, children: <Rows rows={shown('good')} /> },
          { key: 'held', label: `暂缓 ${num(counts.held)}`, children: <Rows rows={shown('held')} /> },
        ]}
      />
    </div>
  )
}

interface FaultRow {
  row: ImportRow
  fault: ImportFault
}

const faultColumns: readonly Column<FaultRow>[] = [
  { key: 'row', title: '表中行', align: 'right', width: 64, text: (r) => r.fault.row },
  { key: 'order', title: '采购单号', text: (r) => r.row.externalNo },
  { key: 'drug', title: '药品', render: (r) => (r.row.drug ? <Drug of={r.row.drug} /> : r.row.given) },
  { key: 'column', title: '列', text: (r) => r.fault.column },
  // The whole sentence, over two lines if need be: it is what mends the row.
  {
    key: 'text',
    title: '怎么改',
    render: (r) => <span style={{ whiteSpace: 'normal', textWrap: 'pretty' }}>{r.fault.text}</span>,
  },
]

function Faults({ rows }: { rows: readonly FaultRow[] }) {
  return (
    <Limited total={rows.length}>
      <PlainTable
        rows={rows.slice(0, most)}
        rowKey={(r) => `${r.fault.row} ${r.fault.column} ${r.fault.code}`}
        columns={faultColumns}
        empty={<EmptyState title="没有错" text="可以导入" />}
      />
    </Limited>
  )
}

const rowColumns: readonly Column<ImportRow>[] = [
  { key: 'row', title: '表中行', align: 'right', width: 64 },
  { key: 'externalNo', title: '采购单号' },
  { key: 'drug', title: '药品', render: (r) => (r.drug ? <Drug of={r.drug} /> : r.given) },
  { key: 'quantity', title: '表中数量', align: 'right' },
  {
    key: 'units',
    title: '折合',
    align: 'right',
    render: (r) => <Quantity value={r.units} unit={r.drug?.unit ?? ''} />,
  },
  {
    key: 'price',
    title: '每最小单位（元）',
    align: 'right',
    render: (r) => (r.price === null ? '' : yuanForPeople(r.price)),
  },
]

function Rows({ rows }: { rows: readonly ImportRow[] }) {
  return (
    <Limited total={rows.length}>
      <PlainTable
        rows={rows.slice(0, most)}
        rowKey={(r) => r.row}
        columns={rowColumns}
        empty={<EmptyState title="没有" />}
      />
    </Limited>
  )
}

function Limited({ total, children }: { total: number; children: ReactNode }) {
  return (
    <>
      {children}
      {total > most && (
        <p className="z-caption">
          共 {num(total)} 行，这里列出前 {num(most)} 行
        </p>
      )}
    </>
  )
}
