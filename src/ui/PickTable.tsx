import { InputNumber } from 'antd'
import type { DrugClass } from '#core/contract.ts'
import type { Column } from './column.ts'
import { Drug } from './Drug.tsx'
import { EmptyState } from './EmptyState.tsx'
import { Quantity } from './Quantity.tsx'
import { TableView, type Selection } from './TableView.tsx'
import { TraceCode } from './TraceCode.tsx'
import type { Picks } from './usePicks.ts'

/** So much of one code (or of a lot without codes) that lies in an account. */
export interface PickRow {
  readonly key: string
  readonly drug: {
    readonly drugId?: number
    readonly name: string
    readonly spec: string
    readonly drugClass: DrugClass
  }
  readonly lotId: number
  readonly lotNo: string
  readonly expiry: string
  readonly code: string
  readonly have: number
  readonly unit: string
  /** A word on why it lies here; a column where any row has one. */
  readonly note?: string
}

interface Props {
  picks: Picks
  /** What the figure beside it says: 现存 in an account, 可收回 of what went out. */
  has?: string
  /** The verb above the amounts: 移入, 退回. */
  verb: string
  empty: { title: string; text?: string }
}

/** What lies in an account, with how much of each is taken; a scanned code is ticked by the scan. */
export function PickTable({ picks, has = '现存', verb, empty }: Props) {
  const { rows, unitsOf, set } = picks
  if (rows.length === 0) return <EmptyState {...empty} />
  const columns: readonly Column<PickRow>[] = [
    { key: 'drug', title: '药品', render: (r) => <Drug of={r.drug} /> },
    { key: 'lotNo', title: '批号', width: 110 },
    { key: 'expiry', title: '有效期', width: 100 },
    {
      key: 'code',
      title: '追溯码',
      width: 118,
      render: (r) =>
        r.code ? <TraceCode code={r.code} short /> : <span className="z-caption">无码，按批号</span>,
    },
    ...(rows.some((r) => r.note)
      ? [{ key: 'note', title: '原因', width: 100, text: (r: PickRow) => r.note ?? '' }]
      : []),
    {
      key: 'have',
      title: has,
      width: 80,
      align: 'right',
      render: (r) => <Quantity value={r.have} unit={r.unit} />,
    },
    {
      key: 'units',
      title: verb,
      width: 112,
      align: 'right',
      render: (r) =>
        unitsOf(r) > 0 ? (
          <InputNumber
            size="small"
            style={{ width: 92 }}
            min={1}
            max={r.have}
            precision={0}
            value={unitsOf(r)}
            suffix={r.unit}
            aria-label={`${r.drug.name} ${r.lotNo} ${verb}数量`}
            onChange={(n) => set(r, Number(n ?? 1))}
          />
        ) : (
          <Quantity value={0} unit={r.unit} />
        ),
    },
  ]
  const all = rows.every((r) => unitsOf(r) > 0)
  const selection: Selection<string | number> = {
    has: (key) => rows.some((r) => r.key === key && unitsOf(r) > 0),
    toggle: (key) => {
      const row = rows.find((r) => r.key === key)
      if (row) set(row, unitsOf(row) > 0 ? 0 : row.have)
    },
    all,
    some: rows.some((r) => unitsOf(r) > 0),
    toggleAll: () => rows.forEach((r) => set(r, all ? 0 : r.have)),
  }
  return (
    <TableView
      columns={columns}
      rows={rows}
      rowKey={(r) => r.key}
      selection={selection}
      onOpen={(r) => set(r, unitsOf(r) > 0 ? 0 : r.have)}
    />
  )
}
