import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import type { Column } from '#ui/column.ts'
import { Columns } from '#ui/Columns.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { FactList } from '#ui/FactList.tsx'
import { useMay } from '#ui/me.ts'
import { go, useParams } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { ReasonButton } from '#ui/ReasonButton.tsx'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { Timeline } from '#ui/Timeline.tsx'
import { toast } from '#ui/toast.tsx'
import { checkPayment, methodTitle, readPayment, voidPayment, type PaymentDetail } from './contract.ts'
import { yuan } from './rules.ts'
import { PaymentTag } from './tags.tsx'

const crumb = [{ title: '货款支付', to: '/payments?tab=payments' }, { title: '付款单' }]

export function Page() {
  const { id } = useParams()
  const read = useCall(readPayment, { id: Number(id) })
  if (read.data) return <Detail of={read.data} />
  return (
    <Frame title="付款单" crumb={crumb}>
      {read.error ? (
        <ErrorState title="没有读到付款单" error={read.error} retry={read.refetch} />
      ) : (
        <SkeletonRows rows={8} />
      )}
    </Frame>
  )
}

type Line = PaymentDetail['lines'][number]
const columns: readonly Column<Line>[] = [
  { key: 'orders', title: '采购单', width: 150, text: (l) => l.orders },
  { key: 'receiptNo', title: '收货单', width: 150, text: (l) => l.receiptNo },
  { key: 'drugs', title: '药品', text: (l) => l.drugs },
  { key: 'invoiceNo', title: '发票号', width: 110, text: (l) => l.invoiceNo },
  { key: 'due', title: '应付（元）', width: 110, align: 'right', text: (l) => yuan(l.dueFen) },
  {
    key: 'amount',
    title: '本次付（元）',
    width: 110,
    align: 'right',
    render: (l) => <b>{yuan(l.amountFen)}</b>,
  },
  {
    key: 'left',
    title: '仍未付（元）',
    width: 110,
    align: 'right',
    render: (l) => (
      <span className={l.dueFen > l.paidFen ? 'z-tone-amber' : undefined}>{yuan(l.dueFen - l.paidFen)}</span>
    ),
  },
]

/** One payment: order, receipt and invoice of each line beside one another, and who registered and checked it. */
function Detail({ of }: { of: PaymentDetail }) {
  const may = useMay('payment.check') && !of.mine
  const check = useAct(checkPayment, { onDone: () => toast('已复核') })
  const takeBack = useAct(voidPayment, { onDone: () => toast('已作废') })
  const { id } = of
  return (
    <Frame
      title={`${yuan(of.amountFen)} 元`}
      crumb={crumb}
      no={of.no}
      tag={<PaymentTag of={of.state} />}
      actions={
        may &&
        of.state !== 'voided' && (
          <>
            <ReasonButton
              verb="作废"
              hint="付款单保留，收货单重新列为未付"
              presets={['金额录错', '银行退汇', '付错供应商']}
              refused={takeBack.refused}
              onConfirm={(reason) => takeBack.run({ id, reason })}
            />
            {of.state === 'registered' && (
              <ActButton kind="filled" k="F10" busy={check.busy} onClick={() => check.run({ id })}>
                复核无误
              </ActButton>
            )}
          </>
        )
      }
    >
      {check.refused && <Notice tone="red">{check.refused.text}</Notice>}
      {of.mine && of.state === 'registered' && <Notice tone="amber">由您登记，等待另一人复核</Notice>}
      <Card title="三单匹配" scope="采购单、收货单、发票逐行对照" flush>
        <PlainTable
          columns={columns}
          rows={of.lines}
          rowKey={(l) => `${l.receiptId}/${l.invoiceNo}`}
          onOpen={(l) => go(`/receipts/${l.receiptId}?org=${of.orgId}`)}
        />
      </Card>
      <Columns widths="minmax(0, 1fr) minmax(0, 1fr)">
        <Card title="付款">
          <FactList
            items={[
              { label: '供应商', value: of.supplier },
              { label: '方式', value: methodTitle[of.method] },
              { label: '付款日期', value: of.paidOn },
              { label: '银行回单号', value: of.bankNo },
              { label: '收款户名', value: of.holder ?? '无' },
              { label: '开户银行', value: of.bank ?? '无' },
              { label: '账号', value: of.accountNo ?? '无' },
              ...(of.note ? [{ label: '说明', value: of.note }] : []),
            ]}
          />
        </Card>
        <Card title="经过">
          <Timeline
            items={[
              { key: 'made', at: of.madeAt, act: '登记', people: of.madeBy, tone: 'blue' },
              ...(of.checkedAt
                ? [
                    {
                      key: 'checked',
                      at: of.checkedAt,
                      act: '复核',
                      people: of.checkedBy ?? '',
                      tone: 'green' as const,
                    },
                  ]
                : []),
              ...(of.voidedAt
                ? [
                    {
                      key: 'voided',
                      at: of.voidedAt,
                      act: '作废',
                      people: of.voidedBy ?? '',
                      place: of.voidReason ?? '',
                      tone: 'red' as const,
                    },
                  ]
                : []),
            ]}
          />
        </Card>
      </Columns>
    </Frame>
  )
}
