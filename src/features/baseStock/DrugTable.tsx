import { DataTable, type Column } from '#ui/DataTable.tsx'
import { Drug } from '#ui/Drug.tsx'
import { go } from '#ui/nav.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { baseStateTitle, listPositions, type PositionRow } from './contract.ts'
import { BaseTag } from './words.tsx'

export const positionColumns: readonly Column<PositionRow>[] = [
  { key: 'drug', title: '药品', render: (r) => <Drug of={r} />, exportText: (r) => `${r.name} ${r.spec}` },
  {
    key: 'baseUnits',
    title: '基数',
    width: 66,
    align: 'right',
    render: (r) =>
      r.baseUnits === null ? (
        <span className="z-caption">未核定</span>
      ) : (
        <Quantity value={r.baseUnits} unit={r.unit} />
      ),
    exportText: (r) => r.baseUnits,
  },
  {
    key: 'inPlace',
    title: '剩余',
    width: 66,
    align: 'right',
    render: (r) => (
      <Quantity value={r.inPlace} unit={r.unit} strong {...(r.low ? { tone: 'amber' as const } : {})} />
    ),
    exportText: (r) => r.inPlace,
  },
  {
    key: 'outside',
    title: '已用待补',
    width: 66,
    align: 'right',
    render: (r) => <Quantity value={r.total - r.inPlace} unit={r.unit} />,
    exportText: (r) => r.total - r.inPlace,
  },
  {
    key: 'minUnits',
    title: '最低',
    width: 56,
    align: 'right',
    render: (r) => (r.minUnits === null ? '' : <Quantity value={r.minUnits} unit={r.unit} />),
    exportText: (r) => r.minUnits,
  },
  {
    key: 'next',
    title: '先用批号',
    width: 150,
    text: (r) => (r.nextLot ? `${r.nextLot}　${r.nextExpiry?.slice(0, 7) ?? ''}` : ''),
  },
  {
    key: 'state',
    title: '等式',
    width: 112,
    render: (r) => <BaseTag of={r} />,
    exportText: (r) => baseStateTitle[r.state],
  },
]

const shows = [
  { value: 'broken', text: '与基数不符' },
  { value: 'over', text: '超基数、未核定' },
  { value: 'low', text: '低库存' },
  { value: 'near', text: '近效期' },
  { value: 'filling', text: '待补足' },
]

/** Every drug of every place with a base. */
export function DrugTable({ org }: { org: { org?: number } }) {
  const place: Column<PositionRow> = { key: 'place', title: '储位', width: 160 }
  return (
    <DataTable
      endpoint={listPositions}
      input={org}
      columns={[place, ...positionColumns]}
      rowKey={(r) => `${r.placeId}|${r.drugId}`}
      search="药品、储位"
      filters={[{ key: 'show', title: '全部品种', options: shows }]}
      tone={(r) => (r.state === 'short' ? 'red' : r.state === 'over' ? 'amber' : undefined)}
      onOpen={(r) => go(`/base-stock/${r.placeId}?drug=${r.drugId}`)}
      exportName="基数一览"
      refetchInterval={30_000}
      empty="还没有核定基数"
      emptyText="在“基数申请”里申请，批准后这里逐种核对"
    />
  )
}
