import { Card } from '#ui/Card.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { dateText, shortInstant } from '#ui/format.ts'
import { go } from '#ui/nav.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import type { Column } from '#ui/column.ts'
import type { OutputOf } from '#core/contract.ts'
import type { LotRow, PlaceBase, PositionRow, readExchange, UseCase } from './contract.ts'
import { nearDays } from './rules.ts'
import { termTitles, type Term } from './words.tsx'

type Exchange = OutputOf<typeof readExchange>

const lotColumns = (unit: string): Column<LotRow>[] => [
  { key: 'lotNo', title: '批号' },
  { key: 'expiry', title: '有效期', width: 110, text: (l) => dateText(l.expiry) },
  {
    key: 'inPlace',
    title: '在柜',
    width: 70,
    align: 'right',
    render: (l) => <Quantity value={l.inPlace} unit={unit} strong />,
  },
  {
    key: 'out',
    title: '在外',
    width: 70,
    align: 'right',
    render: (l) => <Quantity value={l.inHand + l.owed + l.proven} />,
  },
  {
    key: 'hint',
    title: '提示',
    width: 120,
    render: (l) =>
      l.daysLeft < 0 ? (
        <StatusTag tone="red">已过期</StatusTag>
      ) : l.daysLeft <= nearDays ? (
        <StatusTag tone="amber">{`余 ${l.daysLeft} 天`}</StatusTag>
      ) : (
        l.first && <StatusTag tone="blue">先用</StatusTag>
      ),
  },
]

const caseColumns = (term: 'inHand' | 'owed' | 'proven'): Column<UseCase>[] => [
  { key: 'caseNo', title: '领用单、处方', width: 150 },
  { key: 'holder', title: '领用人', width: 80 },
  { key: 'issuedAt', title: '领用时间', width: 100, text: (c) => shortInstant(c.issuedAt) },
  { key: 'lotNo', title: '批号', width: 100 },
  {
    key: 'units',
    title: termTitles[term],
    width: 90,
    align: 'right',
    render: (c) => <Quantity value={c[term]} strong />,
  },
]

const awaitingColumns: readonly Column<Exchange['awaiting'][number]>[] = [
  { key: 'requisitionNo', title: '请领单', width: 150 },
  { key: 'source', title: '向谁换' },
  { key: 'createdAt', title: '提出时间', width: 110, text: (a) => shortInstant(a.createdAt) },
  { key: 'asked', title: '换', width: 60, align: 'right', render: (a) => <Quantity value={a.asked} /> },
  {
    key: 'accepted',
    title: '已到',
    width: 60,
    align: 'right',
    render: (a) => <Quantity value={a.accepted} />,
  },
]

const nothing: Record<Term, string> = {
  inPlace: '柜里没有这一品种',
  inHand: '没有领出未用的',
  owed: '用过的空容器都已交回',
  proven: '没有等着换的',
  awaiting: '换的都已收到',
}

/** What stands behind one term of the equation. */
export function TermDetail({
  drug,
  term,
  base,
  exchange,
}: {
  drug: PositionRow
  term: Term
  base: PlaceBase
  exchange: Exchange | undefined
}) {
  const empty = <EmptyState title={nothing[term]} />
  return (
    <Card title={termTitles[term]} scope={`${drug.name} ${drug.spec}`} flush grow>
      {term === 'inPlace' && (
        <PlainTable
          columns={lotColumns(drug.unit)}
          rows={base.lots.filter((l) => l.drugId === drug.drugId && l.inPlace > 0)}
          rowKey={(l) => l.lotId}
          empty={empty}
        />
      )}
      {(term === 'inHand' || term === 'owed' || term === 'proven') && (
        <PlainTable
          columns={caseColumns(term)}
          rows={(exchange?.cases ?? []).filter((c) => c.drugId === drug.drugId && c[term] > 0)}
          rowKey={(c) => `${c.caseKind}|${c.caseId}|${c.lotId}`}
          onOpen={(c) => c.caseKind === 'issue' && go(`/issues/${c.caseId}`)}
          empty={empty}
        />
      )}
      {term === 'awaiting' && (
        <PlainTable
          columns={awaitingColumns}
          rows={(exchange?.awaiting ?? []).filter((a) => a.drugId === drug.drugId)}
          rowKey={(a) => a.requisitionId}
          onOpen={(a) => go(`/requisitions/${a.requisitionId}`)}
          empty={empty}
        />
      )}
    </Card>
  )
}
