import { StatusTag } from '#ui/StatusTag.tsx'
import { paymentStateTitle, type DueRow, type PaymentState } from './contract.ts'
import { yuan } from './rules.ts'

/** Longer than this a delivery is usually paid; the contract says its own term. */
const lateDays = 60

export function DueTag({ of }: { of: DueRow }) {
  if (of.paidFen > of.dueFen)
    return <StatusTag tone="red">{`多付 ${yuan(of.paidFen - of.dueFen)} 元`}</StatusTag>
  if (of.paidFen === of.dueFen) return <StatusTag tone="green">已付清</StatusTag>
  const words = of.days > 0 ? `未付 ${of.days} 天` : '未付'
  return <StatusTag tone={of.days > lateDays ? 'amber' : 'grey'}>{words}</StatusTag>
}

const tones = { registered: 'amber', checked: 'green', voided: 'grey' } as const

export function PaymentTag({ of }: { of: PaymentState }) {
  return <StatusTag tone={tones[of]}>{paymentStateTitle[of]}</StatusTag>
}
