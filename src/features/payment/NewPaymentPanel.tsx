import { Checkbox, Input, Select } from 'antd'
import { useMemo, useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { DateField } from '#ui/DateField.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { dateText } from '#ui/format.ts'
import { Labelled } from '#ui/Labelled.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Panel } from '#ui/Panel.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import {
  listAccounts,
  listDue,
  methods,
  methodTitle,
  registerPayment,
  type DueRow,
  type Method,
} from './contract.ts'
import { fenOf, yuan } from './rules.ts'
import './payment.css'

interface Choice {
  readonly invoiceNo: string
  readonly amount: string
}

const startOf = (r: DueRow): Choice => ({
  invoiceNo: r.invoices?.split('、')[0] ?? '',
  amount: yuan(r.dueFen - r.paidFen).replaceAll(',', ''),
})

/** What this panel knows: the supplier's open receipts, which of them are paid now, and what still lacks. */
function usePayment(from: DueRow | undefined, onClose: () => void) {
  const open = useCall(listDue, { pageSize: 500 }).data?.rows
  const accounts = useCall(listAccounts, {}).data?.rows ?? []
  const [supplierId, setSupplierId] = useState(from?.supplierId)
  const [chosen, setChosen] = useState<Readonly<Record<number, Choice>>>(
    from ? { [from.receiptId]: startOf(from) } : {},
  )
  const [method, setMethod] = useState<Method>('transfer')
  const [paidOn, setPaidOn] = useState<string | undefined>(dateText(Date.now()))
  const [bankNo, setBankNo] = useState('')
  const suppliers = useMemo(() => [...new Map((open ?? []).map((r) => [r.supplierId, r.supplier]))], [open])
  const rows = (open ?? []).filter((r) => r.supplierId === supplierId)
  const lines = rows.flatMap((r) => {
    const choice = chosen[r.receiptId]
    return choice ? [{ r, ...choice, amountFen: fenOf(choice.amount) }] : []
  })
  const sum = lines.reduce((n, l) => n + (l.amountFen ?? 0), 0)
  const account = accounts.find((a) => a.supplierId === supplierId)
  const act = useAct(registerPayment, {
    onDone: ({ no }) => {
      toast(`${no} 已登记，等待复核`)
      onClose()
    },
  })
  const over = lines.find((l) => (l.amountFen ?? 0) > l.r.dueFen - l.r.paidFen)
  const lack = [
    !supplierId && '供应商',
    supplierId && !account && '收款账户',
    lines.length === 0 && '要付的收货单',
    lines.some((l) => !l.amountFen) && '金额',
    over && `${over.r.no} 超过未付金额`,
    lines.some((l) => !l.invoiceNo.trim()) && '发票号',
    !paidOn && '付款日期',
    !bankNo.trim() && '银行回单号',
  ].filter(Boolean)
  const run = () =>
    act.run({
      supplierId: supplierId ?? 0,
      method,
      paidOn: paidOn ?? '',
      bankNo: bankNo.trim(),
      lines: lines.map((l) => ({
        receiptId: l.r.receiptId,
        invoiceNo: l.invoiceNo.trim(),
        amountFen: l.amountFen ?? 0,
      })),
    })
  const toggle = (r: DueRow) =>
    setChosen(({ [r.receiptId]: was, ...rest }) => (was ? rest : { ...rest, [r.receiptId]: startOf(r) }))
  const write = (r: DueRow, change: Partial<Choice>) =>
    setChosen((c) => ({ ...c, [r.receiptId]: { ...startOf(r), ...c[r.receiptId], ...change } }))
  return {
    ready: open !== undefined,
    suppliers,
    supplierId,
    setSupplierId,
    rows,
    chosen,
    toggle,
    write,
    method,
    setMethod,
    paidOn,
    setPaidOn,
    bankNo,
    setBankNo,
    account,
    sum,
    lack,
    act,
    run,
  }
}

/** 登记付款 after the bank's receipt: a supplier, its open receipts, and the number of the transfer. */
export function NewPaymentPanel({ from, onClose }: { from: DueRow | undefined; onClose: () => void }) {
  const w = usePayment(from, onClose)
  return (
    <Panel open onClose={onClose} title="登记付款" scope="照银行回单登记，由另一人复核">
      <div className="z-column">
        <Labelled title="供应商">
          <Select
            aria-label="供应商"
            placeholder="有未付货款的供应商"
            value={w.supplierId}
            onChange={w.setSupplierId}
            options={w.suppliers.map(([value, label]) => ({ value, label }))}
          />
        </Labelled>
        {w.supplierId !== undefined && !w.account && w.method !== 'cash' && (
          <Notice tone="amber">这家供应商还没有收款账户，请药学部负责人先登记</Notice>
        )}
        {w.account && (
          <p className="pay-to">
            付至 <b>{w.account.holder}</b> <span className="z-code">{w.account.accountNo}</span>{' '}
            {w.account.bank}
          </p>
        )}
        <Receipts w={w} />
        <div className="pay-three">
          <Labelled title="付款方式">
            <Select
              aria-label="付款方式"
              value={w.method}
              onChange={w.setMethod}
              options={methods.map((value) => ({ value, label: methodTitle[value] }))}
            />
          </Labelled>
          <Labelled title="付款日期">
            <DateField value={w.paidOn} onChange={w.setPaidOn} />
          </Labelled>
          <Labelled title="银行回单号">
            <Input value={w.bankNo} maxLength={60} onChange={(e) => w.setBankNo(e.target.value)} />
          </Labelled>
        </div>
        {w.act.refused && <Notice tone="red">{w.act.refused.text}</Notice>}
        <ActButton
          kind="filled"
          k="F10"
          wide
          busy={w.act.busy}
          blocked={w.lack.join('、') || undefined}
          onClick={w.run}
        >
          登记付款 {yuan(w.sum)} 元
        </ActButton>
      </div>
    </Panel>
  )
}

function Receipts({ w }: { w: ReturnType<typeof usePayment> }) {
  if (w.ready && w.suppliers.length === 0) return <EmptyState title="没有未付的货款" />
  if (w.rows.length === 0) return null
  return (
    <div className="pay-lines">
      <table className="z-table">
        <thead>
          <tr>
            <th>收货单</th>
            <th style={{ width: 110, textAlign: 'right' }}>未付（元）</th>
            <th style={{ width: 150 }}>发票号</th>
            <th style={{ width: 140 }}>本次付（元）</th>
          </tr>
        </thead>
        <tbody>
          {w.rows.map((r) => {
            const choice = w.chosen[r.receiptId]
            return (
              <tr key={r.receiptId}>
                <td>
                  <Checkbox checked={choice !== undefined} onChange={() => w.toggle(r)}>
                    {r.no}
                  </Checkbox>
                </td>
                <td style={{ textAlign: 'right' }}>{yuan(r.dueFen - r.paidFen)}</td>
                <td>
                  <Input
                    size="small"
                    aria-label={`${r.no} 发票号`}
                    maxLength={40}
                    disabled={!choice}
                    value={choice?.invoiceNo ?? ''}
                    onChange={(e) => w.write(r, { invoiceNo: e.target.value })}
                  />
                </td>
                <td>
                  <Input
                    size="small"
                    aria-label={`${r.no} 本次付`}
                    inputMode="decimal"
                    disabled={!choice}
                    value={choice?.amount ?? ''}
                    status={choice && fenOf(choice.amount) === undefined ? 'error' : ''}
                    style={{ textAlign: 'right' }}
                    onChange={(e) => w.write(r, { amount: e.target.value })}
                  />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
