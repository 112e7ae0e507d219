import type { ReactNode } from 'react'
import { instantText } from '#ui/format.ts'
import { useMe } from '#ui/me.ts'
import { Page } from '#ui/Page.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { receiptStateTitle, type ReceiptDetail } from './contract.ts'

const tones = { counting: 'blue', signed: 'green', cancelled: 'grey', reversed: 'grey' } as const

/** Head of one receipt, the same at the station and on the document. */
export function ReceiptFrame({
  receipt,
  actions,
  children,
}: {
  receipt: ReceiptDetail
  actions?: ReactNode
  children: ReactNode
}) {
  const me = useMe()
  const own = me.org.orgId === receipt.orgId
  return (
    <Page
      fit
      title={receipt.no}
      crumb={[
        { title: '收货验收', to: own ? '/receipts' : `/receipts?org=${receipt.orgId}` },
        { title: '入库' },
      ]}
      tag={<StatusTag tone={tones[receipt.state]}>{receiptStateTitle[receipt.state]}</StatusTag>}
      facts={[
        ...(own ? [] : [{ label: '医疗机构', value: receipt.orgName }]),
        { label: '供货单位', value: receipt.supplier },
        { label: '随货同行单', value: <span className="z-code">{receipt.deliveryNo ?? '无'}</span> },
        { label: '到货', value: instantText(receipt.arrivedAt) },
        { label: '入库储位', value: receipt.location },
      ]}
      actions={actions}
    >
      {children}
    </Page>
  )
}
