import { discrepancyStateTitle } from '#core/discrepancy/rules.ts'
import { StatusTag } from '#ui/StatusTag.tsx'
import type { DiscrepancyRow } from './contract.ts'
import './discrepancy.css'

const tones = {
  open: 'red',
  explained: 'amber',
  reported: 'amber',
  adjusted: 'blue',
  closed: 'green',
} as const

export const CaseTag = ({ of }: { of: Pick<DiscrepancyRow, 'state'> }) => (
  <StatusTag tone={tones[of.state]}>{discrepancyStateTitle[of.state]}</StatusTag>
)

export const stepTitle = {
  found: '发现',
  note: '记事',
  recount: '复盘',
  explain: '说明原因',
  report: '登记上报',
  adjust: '调账',
  close: '关闭',
} as const
