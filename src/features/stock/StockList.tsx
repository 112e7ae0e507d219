import { DataTable, type Column } from '#ui/DataTable.tsx'
import { Drug } from '#ui/Drug.tsx'
import { deadlineText, num, shortInstant, unitText } from '#ui/format.ts'
import { go, useSearch } from '#ui/nav.tsx'
import { Person } from '#ui/Person.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useCall } from '#ui/query.ts'
import { StatusTag } from '#ui/StatusTag.tsx'
import {
  holdingKinds,
  holdingKindTitle,
  listStock,
  stockItems,
  stockItemTitle,
  summariseStock,
  type StockRow,
} from './contract.ts'
import { expiryState, shortTitle } from './rules.ts'

const today = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)

function Account({ row }: { row: StockRow }) {
  if (row.accountKind === 'custody') {
    return (
      <>
        在手 <Person name={row.holder ?? row.account} role={row.holderTitle} />
      </>
    )
  }
  return <>{shortTitle(row.account)}</>
}

/** What is out of the ordinary about a line: past its limit, expired, about to expire. */
function State({ row }: { row: StockRow }) {
  if (row.dueAt) {
    const late = Date.parse(row.dueAt) < Date.now()
    return (
      <StatusTag
        tone={late ? 'red' : 'blue'}
      >{`${late ? '在手超时' : '在手'} ${deadlineText(row.dueAt).slice(2)}`}</StatusTag>
    )
  }
  const expiry = expiryState(row.expiry, today())
  if (row.item !== 'intact' || expiry === 'good') return null
  const days = Math.round((Date.parse(row.expiry) - Date.parse(today())) / 86_400_000)
  return expiry === 'expired' ? (
    <StatusTag tone="red">已过期</StatusTag>
  ) : (
    <StatusTag tone="amber">{`近效期 余 ${days} 天`}</StatusTag>
  )
}

const columns: Column<StockRow>[] = [
  {
    key: 'name',
    title: '药品',
    sortable: true,
    render: (r) => <Drug of={r} />,
    text: (r) => `${r.name} ${r.spec}`,
  },
  {
    key: 'account',
    title: '所在',
    sortable: true,
    render: (r) => <Account row={r} />,
    text: (r) => r.holder ?? r.account,
  },
  {
    key: 'tier',
    title: '级别',
    width: 72,
    text: (r) =>
      r.accountKind === 'location'
        ? `${['一', '二', '三'][(r.tier ?? 1) - 1]}级库`
        : (holdingKindTitle[r.accountKind as 'location'] ?? ''),
  },
  { key: 'lotNo', title: '批号', sortable: true, width: 116, text: (r) => r.lotNo },
  { key: 'expiry', title: '有效期至', sortable: true, align: 'right', width: 104, text: (r) => r.expiry },
  {
    key: 'quantity',
    title: '数量',
    sortable: true,
    align: 'right',
    width: 108,
    render: (r) => <Quantity value={r.quantity} unit={r.quantityUnit} strong />,
    text: (r) => r.quantity,
    exportText: (r) => `${num(r.quantity)} ${unitText(r.quantityUnit)}`,
  },
  {
    key: 'codes',
    title: '追溯码',
    align: 'right',
    width: 76,
    render: (r) => <Quantity value={r.codes} unit="个" />,
    text: (r) => r.codes,
  },
  {
    key: 'since',
    title: '最早自',
    sortable: true,
    align: 'right',
    width: 112,
    text: (r) => shortInstant(r.since),
  },
  { key: 'state', title: '状态', width: 156, render: (r) => <State row={r} />, exportText: () => '' },
]

const days = [0, 30, 90, 180].map((n) => ({ value: String(n), text: n === 0 ? '已过期' : `${n} 天内到期` }))

/** 按储位与批号: one line per drug, account and lot. */
export function StockList({ org }: { org: number | undefined }) {
  const [search, change] = useSearch()
  const drugs = useCall(summariseStock, { org })
  const accountId = Number(search['accountId']) || undefined
  const filters = [
    {
      key: 'drugId',
      title: '全部品种',
      width: 160,
      options: (drugs.data?.rows ?? []).map((r) => ({
        value: String(r.drugId),
        text: `${r.name} ${r.spec}`,
      })),
    },
    {
      key: 'kind',
      title: '全部所在',
      width: 104,
      options: holdingKinds.map((k) => ({ value: k, text: holdingKindTitle[k] })),
    },
    {
      key: 'tier',
      title: '全部级别',
      width: 104,
      options: ['一', '二', '三'].map((t, i) => ({ value: String(i + 1), text: `${t}级库` })),
    },
    { key: 'days', title: '全部效期', width: 116, options: days },
    {
      key: 'item',
      title: '整支',
      width: 92,
      options: stockItems.filter((i) => i !== 'intact').map((i) => ({ value: i, text: stockItemTitle[i] })),
    },
  ]
  return (
    <DataTable
      endpoint={listStock}
      input={{ org, accountId }}
      columns={columns}
      rowKey={(r) => `${r.accountId}|${r.lotId}|${r.item}`}
      search="药名、批号、储位、领用人"
      filters={filters}
      tone={(r) => (r.dueAt && Date.parse(r.dueAt) < Date.now() ? 'red' : undefined)}
      onOpen={(r) =>
        go(`/ledger?drugId=${r.drugId}&accountId=${r.accountId}${org === undefined ? '' : `&org=${org}`}`)
      }
      exportName="库存"
      empty="账上没有库存"
      emptyText="收货签字入库后，这里按储位和批号列出"
      pageSize={50}
      extra={
        accountId !== undefined && (
          <button type="button" className="z-link" onClick={() => change({ accountId: undefined })}>
            只看一个储位，看全部
          </button>
        )
      }
    />
  )
}
