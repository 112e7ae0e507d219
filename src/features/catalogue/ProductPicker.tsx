import { Input } from 'antd'
import { useDeferredValue, useState } from 'react'
import { Drug as DrugLine } from '#ui/Drug.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { num, unitText } from '#ui/format.ts'
import { PlainTable } from '#ui/PlainTable.tsx'
import { useCall } from '#ui/query.ts'
import { searchProducts, type Product } from './contract.ts'

/** The platform's products by name, code or strength; fifty at most, then the search has to say more. */
export function ProductPicker({ onPick }: { onPick: (product: Product) => void }) {
  const [q, setQ] = useState('')
  const asked = useDeferredValue(q.trim())
  const query = useCall(searchProducts, { q: asked, pageSize: 50 }, { keep: true })
  const rows = query.data?.rows ?? []
  return (
    <div style={{ display: 'grid', gap: 12 }}>
      <Input
        autoFocus
        allowClear
        placeholder="名称、编码、规格"
        value={q}
        onChange={(e) => setQ(e.target.value)}
      />
      {query.error && <ErrorState error={query.error} retry={query.refetch} />}
      {query.data && (
        <PlainTable
          rows={rows}
          rowKey={(r) => r.productId}
          onOpen={onPick}
          empty={<EmptyState title="目录里没有" text="换个写法再查；确实没有的品种由平台维护" />}
          columns={[
            { key: 'code', title: '编码', width: 90 },
            { key: 'name', title: '药品', render: (r) => <DrugLine of={r} /> },
            { key: 'form', title: '剂型' },
            {
              key: 'content',
              title: '含量',
              align: 'right',
              text: (r) =>
                r.contentPerUnit === 0 ? '不计' : `${num(r.contentPerUnit)} ${unitText(r.contentUnit)}`,
            },
            { key: 'in', title: '', text: (r) => (r.inFormulary ? '本院已有' : '') },
          ]}
        />
      )}
      {query.data && query.data.total > rows.length && (
        <span className="z-caption">
          共 {num(query.data.total)} 个，只列前 {rows.length} 个
        </span>
      )}
    </div>
  )
}
