import {
  limitStates,
  limitStateTitle,
  listStanding,
  usageDays,
  type StandingRow,
} from '#features/stockLimit/contract.ts'
import { listPlaces } from '#features/places/contract.ts'
import { DataTable, type Column } from '#ui/DataTable.tsx'
import { Drug } from '#ui/Drug.tsx'
import { num } from '#ui/format.ts'
import { useMay } from '#ui/me.ts'
import { go, Link } from '#ui/nav.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useCall } from '#ui/query.ts'
import { StatusTag } from '#ui/StatusTag.tsx'

const states = [
  { value: 'crossed', text: '不在限量内' },
  ...limitStates.map((value) => ({ value, text: limitStateTitle[value] })),
]

/** 限量与补货: what each place should hold, what it holds, how long that lasts, and what to ask for. */
export function LimitList({ org }: { org: number | undefined }) {
  const asks = useMay('requisition.request') && org === undefined
  const buys = useMay('purchase.write') && org === undefined
  const mayPlaces = useMay('place.read')
  const places = useCall(listPlaces, mayPlaces && org === undefined ? { pageSize: 500 } : undefined)
  return (
    <DataTable
      endpoint={listStanding}
      input={{ org }}
      columns={columnsFor({ asks, buys })}
      rowKey={(r) => r.limitId}
      search="药品、储位"
      filters={[
        { key: 'state', title: '全部状态', width: 116, options: states },
        {
          key: 'placeId',
          title: '全部储位',
          width: 140,
          options: (places.data?.rows ?? []).map((p) => ({ value: String(p.placeId), text: p.name })),
        },
      ]}
      tone={(r) => (r.states.length > 0 ? 'amber' : undefined)}
      onOpen={(r) =>
        go(`/ledger?drugId=${r.drugId}&accountId=${r.accountId}${org === undefined ? '' : `&org=${org}`}`)
      }
      exportName="库存限量"
      empty="还没有设限量"
      emptyText="在科室与储位里打开一个储位，逐个设定，或批量导入储位限量"
      pageSize={50}
    />
  )
}

function columnsFor(may: { asks: boolean; buys: boolean }): Column<StandingRow>[] {
  const units = (key: 'lowUnits' | 'usableUnits' | 'usedUnits', title: string): Column<StandingRow> => ({
    key,
    title,
    align: 'right',
    width: 92,
    render: (r) => <Quantity value={r[key]} unit={r.unit} strong={key === 'usableUnits'} />,
    text: (r) => r[key],
  })
  return [
    { key: 'place', title: '储位', width: 132, text: (r) => r.place },
    { key: 'drug', title: '药品', render: (r) => <Drug of={r} />, text: (r) => `${r.name} ${r.spec}` },
    units('lowUnits', '下限'),
    {
      key: 'high',
      title: '上限',
      align: 'right',
      width: 84,
      render: (r) =>
        r.highUnits === null ? <span className="z-caption">不设</span> : <Quantity value={r.highUnits} />,
      text: (r) => r.highUnits ?? '不设',
    },
    { ...units('usableUnits', '现存'), render: (r) => <Held of={r} /> },
    {
      key: 'coming',
      title: '在途、已请',
      align: 'right',
      width: 92,
      render: (r) => <Quantity value={r.comingUnits + r.askedUnits} unit={r.unit} />,
      text: (r) => r.comingUnits + r.askedUnits,
    },
    units('usedUnits', `近 ${usageDays} 天用`),
    {
      key: 'days',
      title: '可用天数',
      align: 'right',
      width: 116,
      render: (r) => <Days of={r} />,
      text: (r) => r.supplyDays ?? '无数据',
    },
    {
      key: 'state',
      title: '状态',
      width: 100,
      render: (r) => r.states[0] && <StatusTag tone="amber">{limitStateTitle[r.states[0]]}</StatusTag>,
      exportText: (r) => r.states.map((s) => limitStateTitle[s]).join('、'),
    },
    {
      key: 'act',
      title: '补货建议',
      align: 'right',
      width: 132,
      render: (r) => <Suggestion of={r} may={may} />,
    },
  ]
}

/** Only what may still be used; what has expired beside it is named, because it lies there too. */
function Held({ of }: { of: StandingRow }) {
  const expired = of.heldUnits - of.usableUnits
  return (
    <span title={expired > 0 ? `另有过期 ${num(expired)} ${of.unit}` : undefined}>
      <Quantity
        value={of.usableUnits}
        unit={of.unit}
        strong
        {...(expired > 0 ? { tone: 'red' as const } : {})}
      />
    </span>
  )
}

function Days({ of }: { of: StandingRow }) {
  return (
    <>
      <Quantity value={of.supplyDays} unit="天" />
      {of.maxDays !== null && <span className="z-caption"> / {of.maxDays}</span>}
    </>
  )
}

/** A suggestion; a person looks at it and sends it. The vault is filled by a purchase, every other place by a requisition. */
function Suggestion({ of, may }: { of: StandingRow; may: { asks: boolean; buys: boolean } }) {
  if (!of.states.includes('low')) return null
  if (of.suggestedUnits === 0) return <span className="z-caption">已在补</span>
  const words = `${num(of.suggestedUnits)} ${of.unit}`
  if (of.tier === 1) return may.buys ? <Link to="/orders">采购 {words}</Link> : <>采购 {words}</>
  return may.asks ? <Link to={`/requisitions?ask=${of.placeId}`}>请领 {words}</Link> : <>请领 {words}</>
}
