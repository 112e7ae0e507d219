import { StatusTag } from '#ui/StatusTag.tsx'
import { orderStateTitle, type OrderState } from './contract.ts'

const tones = { open: 'blue', partial: 'amber', received: 'green', cancelled: 'grey' } as const

export function StateTag({ of }: { of: OrderState }) {
  return <StatusTag tone={tones[of]}>{orderStateTitle[of]}</StatusTag>
}
