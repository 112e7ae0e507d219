import { Input, Segmented, Select } from 'antd'
import { useState } from 'react'
import { listSuppliers } from '#features/suppliers/contract.ts'
import { Card } from '#ui/Card.tsx'
import { Labelled } from '#ui/Labelled.tsx'
import { go } from '#ui/nav.tsx'
import { useCall } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import { TwoSignatures } from '#ui/TwoSignatures.tsx'
import type { Picks } from '#ui/usePicks.ts'
import { useSigned } from '#ui/useSigned.ts'
import {
  returnToSupplier,
  supplierReturnReasons,
  supplierReturnReasonTitle,
  type SupplierReturnReason,
} from './contract.ts'

/** To whom, why, with whose word, and two signatures. */
export function ReturnSign({ accountId, picks }: { accountId: number | undefined; picks: Picks }) {
  const suppliers = useCall(listSuppliers, { pageSize: 500 }).data?.rows ?? []
  const [supplierId, setSupplier] = useState<number>()
  const [reasonKind, setKind] = useState<SupplierReturnReason>()
  const [words, setWords] = useState({ reason: '', confirmationNo: '', confirmedBy: '' })
  const write = (key: keyof typeof words) => (e: { target: { value: string } }) =>
    setWords((w) => ({ ...w, [key]: e.target.value }))
  const input = {
    supplierId: supplierId ?? 0,
    accountId: accountId ?? 0,
    picks: picks.input,
    reasonKind: reasonKind ?? ('quality' as const),
    reason: words.reason.trim(),
    confirmationNo: words.confirmationNo.trim(),
    confirmedBy: words.confirmedBy.trim(),
  }
  const signed = useSigned(returnToSupplier, input, {
    onDone: (r) => {
      toast(`${r.no} 已退货 ${picks.said}`)
      go(`/supplier-returns/${r.id}`)
    },
  })
  const lack = [
    picks.units === 0 && '要退的药品',
    !supplierId && '供应商',
    !reasonKind && '原因',
    !input.reason && '说明',
    !(input.confirmationNo && input.confirmedBy) && '供应商确认',
  ]
  return (
    <Card title="退货签字" scope="两人当面核对" grow>
      <div className="z-column" data-keep-focus>
        <Labelled title="退给">
          <Select
            placeholder="原送货的供应商"
            value={supplierId}
            onChange={setSupplier}
            options={suppliers.map((s) => ({ value: s.supplierId, label: s.name }))}
          />
        </Labelled>
        <Segmented<string>
          block
          size="small"
          options={supplierReturnReasons.map((value) => ({ value, label: supplierReturnReasonTitle[value] }))}
          value={reasonKind ?? ''}
          onChange={(v) => setKind(v as SupplierReturnReason)}
        />
        <Labelled title="说明">
          <Input value={words.reason} maxLength={200} placeholder="为什么退" onChange={write('reason')} />
        </Labelled>
        <Labelled title="供应商确认号">
          <Input
            value={words.confirmationNo}
            maxLength={60}
            placeholder="对方退货确认单号"
            onChange={write('confirmationNo')}
          />
        </Labelled>
        <Labelled title="对方确认人">
          <Input value={words.confirmedBy} maxLength={40} onChange={write('confirmedBy')} />
        </Labelled>
        <TwoSignatures of={signed} title="经办" who="复核人" lack={lack} verb="签字退货" />
      </div>
    </Card>
  )
}
