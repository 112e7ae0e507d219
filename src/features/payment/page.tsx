import { Tabs } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { DataTable, type Column } from '#ui/DataTable.tsx'
import { shortInstant } from '#ui/format.ts'
import { useMay } from '#ui/me.ts'
import { go, useSearch } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { useCall } from '#ui/query.ts'
import { AccountPanel } from './AccountPanel.tsx'
import {
  listDue,
  listPayments,
  methodTitle,
  paymentStateTitle,
  type DueRow,
  type PaymentRow,
} from './contract.ts'
import { NewPaymentPanel } from './NewPaymentPanel.tsx'
import { yuan } from './rules.ts'
import { DueTag, PaymentTag } from './tags.tsx'

const dueColumns: readonly Column<DueRow>[] = [
  { key: 'no', title: '收货单', width: 150 },
  {
    key: 'signedAt',
    title: '入库',
    width: 120,
    sortable: true,
    text: (r) => shortInstant(r.signedAt),
  },
  { key: 'supplier', title: '供应商' },
  { key: 'orders', title: '采购单', width: 160 },
  { key: 'invoices', title: '发票号', width: 130, text: (r) => r.invoices ?? '未填' },
  {
    key: 'dueFen',
    title: '应付（元）',
    width: 120,
    align: 'right',
    sortable: true,
    text: (r) => yuan(r.dueFen),
  },
  { key: 'paidFen', title: '已付（元）', width: 120, align: 'right', text: (r) => yuan(r.paidFen) },
  { key: 'left', title: '未付（元）', width: 120, align: 'right', text: (r) => yuan(r.dueFen - r.paidFen) },
  {
    key: 'state',
    title: '状态',
    width: 120,
    render: (r) => <DueTag of={r} />,
    exportText: (r) => `${r.days} 天`,
  },
]

const paymentColumns: readonly Column<PaymentRow>[] = [
  { key: 'no', title: '付款单', width: 150 },
  { key: 'paidOn', title: '付款日期', width: 110 },
  { key: 'supplier', title: '供应商' },
  { key: 'receipts', title: '收货单', width: 150 },
  { key: 'invoices', title: '发票号', width: 120 },
  { key: 'amountFen', title: '金额（元）', width: 120, align: 'right', text: (r) => yuan(r.amountFen) },
  { key: 'method', title: '方式', width: 84, text: (r) => methodTitle[r.method] },
  { key: 'bankNo', title: '银行回单号', width: 170 },
  { key: 'madeBy', title: '经手', width: 80 },
  { key: 'checkedBy', title: '复核', width: 80, text: (r) => r.checkedBy ?? '' },
  {
    key: 'state',
    title: '状态',
    width: 90,
    render: (r) => <PaymentTag of={r.state} />,
    exportText: (r) => paymentStateTitle[r.state],
  },
]

/** 货款支付: what was received and is not paid, and what was paid, by transfer to the supplier's own account. */
export function Page() {
  const [search, change] = useSearch()
  const may = useMay('payment.write')
  const mayAccount = useMay('payment.account')
  const [shown, setShown] = useState<'account' | DueRow | 'new'>()
  const org = search['org'] ? { org: Number(search['org']) } : {}
  const tab = search['tab'] === 'payments' ? 'payments' : 'due'
  const open = useCall(listDue, { ...org, pageSize: 1 }).data
  const close = () => setShown(undefined)
  return (
    <Frame
      fit
      title="货款支付"
      scope="按实收数量和采购价付款；含麻醉、精神药品的只能银行转账（条例第三十条）"
      facts={
        open
          ? [
              { label: '未付', value: `${yuan(open.openFen)} 元` },
              { label: '最久', value: open.total > 0 ? `${open.oldestDays} 天` : '无' },
            ]
          : []
      }
      actions={
        <>
          {mayAccount && <ActButton onClick={() => setShown('account')}>登记收款账户</ActButton>}
          {may && (
            <ActButton kind="filled" k="F4" onClick={() => setShown('new')}>
              登记付款
            </ActButton>
          )}
        </>
      }
    >
      <Tabs
        activeKey={tab}
        onChange={(to) => change({ tab: to === 'due' ? undefined : to, q: undefined, page: undefined })}
        items={[
          { key: 'due', label: '应付' },
          { key: 'payments', label: '付款单' },
        ]}
      />
      {tab === 'due' ? (
        <DataTable
          key="due"
          endpoint={listDue}
          input={org}
          columns={dueColumns}
          rowKey={(r) => r.receiptId}
          search="收货单、供应商、采购单、发票号"
          onOpen={(r) => (may && r.dueFen > r.paidFen ? setShown(r) : go(`/receipts/${r.receiptId}`))}
          filters={[{ key: 'show', title: '只看未付', options: [{ value: 'all', text: '含已付清' }] }]}
          exportName="应付货款"
          empty="没有未付的货款"
          emptyText="收货签字入库后，应付金额按实收数量和采购价列在这里"
        />
      ) : (
        <DataTable
          key="payments"
          endpoint={listPayments}
          input={org}
          columns={paymentColumns}
          rowKey={(r) => r.id}
          search="付款单、供应商、回单号、发票号"
          onOpen={(r) => go(`/payments/${r.id}`)}
          filters={[
            {
              key: 'state',
              title: '全部状态',
              options: Object.entries(paymentStateTitle).map(([value, text]) => ({ value, text })),
            },
          ]}
          exportName="付款单"
          empty="还没有付款"
          emptyText="按银行回单登记，由另一人复核"
        />
      )}
      {shown === 'account' && <AccountPanel onClose={close} />}
      {shown && shown !== 'account' && (
        <NewPaymentPanel from={shown === 'new' ? undefined : shown} onClose={close} />
      )}
    </Frame>
  )
}
