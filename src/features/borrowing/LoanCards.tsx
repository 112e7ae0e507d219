import { Card } from '#ui/Card.tsx'
import type { Column } from '#ui/column.ts'
import { Drug } from '#ui/Drug.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { FactList } from '#ui/FactList.tsx'
import { instantText } from '#ui/format.ts'
import { go, Link } from '#ui/nav.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { ProofBadge } from '#ui/ProofBadge.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { Sums } from '#ui/Sums.tsx'
import { loanPartnerTitle, type LoanDetail } from './contract.ts'
import { ownStock } from './words.tsx'

const lines: readonly Column<LoanDetail['lines'][number]>[] = [
  { key: 'name', title: '药品', render: (r) => <Drug of={r} /> },
  { key: 'lotNo', title: '批号', width: 130 },
  { key: 'expiry', title: '有效期', width: 110 },
  {
    key: 'codes',
    title: '追溯码',
    width: 80,
    align: 'right',
    render: (r) => <Quantity value={r.codes} unit="个" />,
  },
  {
    key: 'units',
    title: '数量',
    width: 90,
    align: 'right',
    render: (r) => <Quantity value={r.units} unit={r.unit} strong />,
  },
]

export function LoanLines({ of }: { of: LoanDetail }) {
  const owed = of.owed.filter((o) => o.units > 0).map((o) => `${o.name} ${o.units} ${o.unit}`)
  return (
    <Card title="药品" scope={owed.length > 0 ? `还欠 ${owed.join('、')}` : '已还清'} flush>
      <PlainTable columns={lines} rows={of.lines} rowKey={(r) => `${r.drugId}|${r.lotNo}`} />
    </Card>
  )
}

const returns: readonly Column<LoanDetail['returns'][number]>[] = [
  { key: 'at', title: '时间', width: 140, text: (r) => instantText(r.at) },
  { key: 'drugs', title: '药品' },
  {
    key: 'units',
    title: '数量',
    width: 100,
    align: 'right',
    render: (r) => <Sums of={r.sums} />,
  },
  { key: 'handledBy', title: '经办', width: 80 },
  { key: 'witnessedBy', title: '第二人', width: 80 },
  {
    key: 'proof',
    title: '入证',
    width: 120,
    render: (r) =>
      r.reversed ? (
        <StatusTag tone="grey">已红冲</StatusTag>
      ) : (
        <ProofBadge no={r.eventId} onOpen={() => go(`/movements/${r.movementId}`)} />
      ),
  },
]

export function LoanReturns({ of }: { of: LoanDetail }) {
  return (
    <Card title={of.direction === 'in' ? '归还' : '收回'} flush grow>
      <PlainTable
        columns={returns}
        rows={of.returns}
        rowKey={(r) => r.movementId}
        empty={
          <EmptyState title={of.direction === 'in' ? '还没有归还' : '还没有收回'} text="同品种归还，可分次" />
        }
      />
    </Card>
  )
}

export function LoanFacts({ of }: { of: LoanDetail }) {
  return (
    <Card
      title="借用"
      grow
      foot={
        <>
          <ProofBadge no={of.eventId} />
          <Link to={`/movements/${of.movementId}`}>这笔出入账</Link>
        </>
      }
    >
      <FactList
        items={[
          { label: '对方', value: `${of.partner}，${loanPartnerTitle[of.partnerKind]}` },
          { label: '原因', value: of.reason },
          { label: '储位', value: of.location },
          { label: '当时本院', value: ownStock(of) },
          { label: '约定归还', value: of.returnOn ?? '未约定' },
          { label: '经办', value: of.handledBy },
          { label: '第二人', value: of.witnessedBy },
        ]}
      />
    </Card>
  )
}
