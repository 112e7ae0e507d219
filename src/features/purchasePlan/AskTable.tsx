import { Input, InputNumber } from 'antd'
import type { Column } from '#ui/column.ts'
import { Drug } from '#ui/Drug.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import type { Proposal } from './contract.ts'

/** What somebody types for a product; without a quantity it is not in the plan. */
export interface Asked {
  readonly asked?: number
  readonly reason?: string
}
export type AskedBy = Readonly<Record<number, Asked>>

interface Props {
  rows: readonly Proposal[]
  year: number
  supplement: boolean
  value: AskedBy
  onChange: (value: AskedBy) => void
}

/** Every product under the card, with what the year before says, and the quantity that is asked for. */
export function AskTable({ rows, year, supplement, value, onChange }: Props) {
  const set = (id: number, patch: Asked) => onChange({ ...value, [id]: { ...value[id], ...patch } })
  const figure = (
    key: 'lastAsked' | 'lastUsed' | 'approved' | 'ordered' | 'used',
    title: string,
  ): Column<Proposal> => ({
    key,
    title,
    width: 120,
    align: 'right',
    render: (r) => <Quantity value={r[key]} unit={r.unit} />,
  })
  const columns: readonly Column<Proposal>[] = [
    { key: 'name', title: '药品', render: (r) => <Drug of={r} /> },
    ...(supplement
      ? [figure('approved', '已核定'), figure('ordered', '已订'), figure('used', '已使用')]
      : [figure('lastAsked', `${year - 1} 年申请`), figure('lastUsed', `${year - 1} 年实际用量`)]),
    {
      key: 'asked',
      title: supplement ? '增补' : `${year} 年申请`,
      width: 150,
      align: 'right',
      render: (r) => (
        <InputNumber
          aria-label={`${r.name} ${r.spec} 申请`}
          controls={false}
          min={0}
          max={1_000_000}
          precision={0}
          style={{ width: '100%' }}
          suffix={r.unit}
          value={value[r.productId]?.asked ?? null}
          onChange={(n) => set(r.productId, { asked: n ?? 0 })}
        />
      ),
    },
    {
      key: 'reason',
      title: '说明',
      width: 200,
      render: (r) => (
        <Input
          aria-label={`${r.name} ${r.spec} 说明`}
          maxLength={100}
          placeholder="增减较多时写明"
          value={value[r.productId]?.reason ?? ''}
          onChange={(e) => set(r.productId, { reason: e.target.value })}
        />
      ),
    },
  ]
  return (
    <PlainTable
      rows={rows}
      rowKey={(r) => r.productId}
      columns={columns}
      empty={<EmptyState title="本院没有凭印鉴卡采购的药品" text="先在药品档案里建档" />}
    />
  )
}

/** The lines that are sent: those with a quantity. */
export const linesFrom = (value: AskedBy) =>
  Object.entries(value).flatMap(([id, { asked, reason }]) =>
    asked ? [{ productId: Number(id), asked, ...(reason?.trim() ? { reason: reason.trim() } : {}) }] : [],
  )
