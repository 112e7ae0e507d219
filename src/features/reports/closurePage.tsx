import { useMe } from '#ui/me.ts'
import { Link, useSearch } from '#ui/nav.tsx'
import type { Column } from '#ui/column.ts'
import { Card } from '#ui/Card.tsx'
import { Drug } from '#ui/Drug.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { readClosure, type ClosureRow } from './contract.ts'

type Figure = Exclude<
  keyof ClosureRow,
  'drugId' | 'name' | 'spec' | 'unit' | 'drugClass' | 'contentUnit' | 'equal' | 'open'
>

const unitColumn = (key: Figure, title: string): Column<ClosureRow> => ({
  key,
  title,
  align: 'right',
  render: (r) => <Quantity value={r[key]} />,
  exportText: (r) => String(r[key]),
})

const drug: Column<ClosureRow> = {
  key: 'drug',
  title: '药品',
  render: (r) => <Drug of={r} />,
  exportText: (r) => `${r.name} ${r.spec}`,
}
const content = (key: Figure, title: string): Column<ClosureRow> => ({
  ...unitColumn(key, title),
  render: (r) => <Quantity value={r[key]} unit={r.contentUnit} />,
})

const units = [
  drug,
  unitColumn('received', '收货'),
  unitColumn('onHand', '在库'),
  unitColumn('inTransit', '在途'),
  unitColumn('inCustody', '在手'),
  unitColumn('quarantined', '待查'),
  unitColumn('opened', '开启'),
  unitColumn('handedOver', '交患者'),
  unitColumn('adjusted', '损溢'),
  unitColumn('otherUnits', '其他'),
]
const contents = [
  drug,
  content('contentOpened', '开启'),
  content('contentGiven', '给药'),
  content('contentWasted', '弃去'),
  content('contentLost', '损失'),
  content('contentSampled', '留样'),
  content('contentInCustody', '在手'),
]
const containers = [
  drug,
  unitColumn('containersMade', '产生'),
  unitColumn('containersFromPatients', '患者交回'),
  unitColumn('containersOwed', '尚欠'),
  unitColumn('containersInBin', '回收箱'),
  unitColumn('containersDestroyed', '已销毁'),
  unitColumn('containersAdjusted', '损溢'),
]

const verdict: Column<ClosureRow> = {
  key: 'verdict',
  title: '结论',
  width: 110,
  render: (r) =>
    r.equal ? (
      <StatusTag tone={r.open ? 'amber' : 'green'}>{r.open ? '未闭环' : '账平'}</StatusTag>
    ) : (
      <StatusTag tone="red">不等</StatusTag>
    ),
  exportText: (r) => (r.equal ? (r.open ? '未闭环' : '账平') : '不等'),
}

/** 闭环核对表: three equations, each figure from the balances of now. */
export function Page() {
  const [search] = useSearch()
  const org = search['org'] ? Number(search['org']) : undefined
  // An authority has no stock of its own: its empty table would read as good news.
  const missing = useMe().org.kind === 'authority' && org === undefined
  const asked = missing ? undefined : { org }
  const { data, error, refetch, isPending } = useCall(readClosure, asked, { refetchInterval: 60_000 })
  const rows = data?.rows ?? []
  const table = (columns: Column<ClosureRow>[], shown: ClosureRow[]) => (
    <PlainTable
      columns={[...columns, verdict]}
      rows={shown}
      rowKey={(r) => r.drugId}
      empty={<EmptyState title="还没有收货" text="第一次签字入库后，这里按品种核对去向" />}
    />
  )
  if (missing) return <InstitutionFirst />
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  return (
    <Frame title="闭环核对表" scope="收进来的每一支、开启的每一微克、每一个空安瓿，都在某个账户里">
      {isPending ? (
        <SkeletonRows rows={8} />
      ) : (
        <>
          <Card title="数量" scope="收货 = 在库 + 在途 + 在手 + 待查 + 开启 + 交患者 + 其他" flush>
            {table(units, rows)}
          </Card>
          <Card title="药液" scope="开启 = 给药 + 弃去 + 损失 + 在手" flush>
            {table(
              contents,
              rows.filter((r) => r.contentOpened > 0),
            )}
          </Card>
          <Card title="空安瓿、废贴" scope="产生 = 尚欠 + 回收箱 + 已销毁" flush>
            {table(
              containers,
              rows.filter((r) => r.containersMade > 0),
            )}
          </Card>
        </>
      )}
    </Frame>
  )
}

function InstitutionFirst() {
  return (
    <Frame title="闭环核对表">
      <Card>
        <EmptyState
          title="先选一家医疗机构"
          text="打开一家机构，再从右上角看它的闭环核对表"
          action={<Link to="/supervision">去辖区总览</Link>}
        />
      </Card>
    </Frame>
  )
}
