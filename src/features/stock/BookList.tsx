import { isMeant } from '#ui/bySpelling.ts'
import { useState } from 'react'
import { Input } from 'antd'
import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { useCall } from '#ui/query.ts'
import { Quantity } from '#ui/Quantity.tsx'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { summariseStock, type SummaryRow } from './contract.ts'

interface Props {
  org: number | undefined
  tier: number | undefined
  accountId: number | undefined
  drugId: number | undefined
  onChoose: (drugId: number) => void
}

const tierUnits = (r: SummaryRow, tier: number | undefined): number =>
  tier === undefined
    ? r.totalUnits
    : tier === 1
      ? r.tier1Units + r.quarantineUnits
      : tier === 2
        ? r.tier2Units
        : r.tier3Units

/** The books with their balances: one for every drug. */
export function BookList({ org, tier, accountId, drugId, onChoose }: Props) {
  const [q, setQ] = useState('')
  const query = useCall(summariseStock, { org, accountId })
  const rows = (query.data?.rows ?? []).filter((r) => isMeant(q, `${r.name}${r.spec}`))
  return (
    <section className="z-card z-card-grow" data-screen>
      <div className="s-books-search">
        <Input
          placeholder="品名"
          aria-label="品名"
          allowClear
          value={q}
          onChange={(e) => setQ(e.target.value)}
        />
      </div>
      <div className="s-books">
        {query.error ? (
          <ErrorState error={query.error} retry={query.refetch} />
        ) : !query.data ? (
          <SkeletonRows rows={8} height={56} />
        ) : rows.length === 0 ? (
          <EmptyState title={q ? '没有这个品名' : '还没有品种'} />
        ) : (
          rows.map((r) => (
            <button
              type="button"
              key={r.drugId}
              aria-current={r.drugId === drugId ? 'true' : undefined}
              onClick={() => onChoose(r.drugId)}
            >
              <b>{r.name}</b>
              <span>
                {r.spec}
                <em>
                  结存 <Quantity value={tierUnits(r, tier)} unit={r.unit} />
                </em>
              </span>
            </button>
          ))
        )}
      </div>
      <footer className="z-card-foot">共 {rows.length} 册</footer>
    </section>
  )
}
