import { Card } from '#ui/Card.tsx'
import { CustodyFlow, type FlowLink, type FlowNode } from '#ui/CustodyFlow.tsx'
import { num } from '#ui/format.ts'
import type { TransferDetail, TransferItem } from './contract.ts'
import { unitOf } from './words.tsx'

type Figure = 'sentUnits' | 'acceptedUnits' | 'backUnits' | 'inTransitUnits'

/** `枸橼酸舒芬太尼 10 支`, one line a drug; with one drug the node's own figure says it. */
function byDrug(items: readonly TransferItem[], figure: Figure): string[] {
  const sums = new Map<number, { name: string; unit: string; n: number }>()
  for (const i of items) sums.set(i.drugId, { name: i.name, unit: i.unit, n: (sums.get(i.drugId)?.n ?? 0) + i[figure] })
  if (sums.size < 2) return []
  return [...sums.values()].filter((s) => s.n > 0).map((s) => `${s.name} ${num(s.n)} ${s.unit}`)
}

/** Two phases in one picture: from the source into transit, from transit to where it was counted. */
export function TransferFlow({ of: t }: { of: TransferDetail }) {
  const unit = unitOf(t.items)
  const node = (id: string, col: number, title: string, figure: Figure, more: Partial<FlowNode> = {}): FlowNode => {
    const lines = byDrug(t.items, figure).slice(0, 3)
    return { id, col, title, figure: t[figure], unit, ...(lines.length > 0 && col !== 1 ? { lines } : {}), ...more }
  }
  const nodes = [
    node('source', 0, t.source, 'sentUnits'),
    node('transit', 1, '在途', 'inTransitUnits', { tone: t.inTransitUnits > 0 ? 'owed' : 'plain' }),
    node('destination', 2, t.destination, 'acceptedUnits', { tone: t.acceptedUnits > 0 ? 'closed' : 'plain' }),
    ...(t.backUnits > 0 ? [node('back', 2, `退回 ${t.source}`, 'backUnits')] : []),
  ]
  const links: FlowLink[] = [
    { from: 'source', to: 'transit', value: t.sentUnits, unit },
    { from: 'transit', to: 'destination', value: t.acceptedUnits, unit },
    { from: 'transit', to: 'back', value: t.backUnits, unit, tone: 'container' as const },
  ].filter((l) => l.value > 0)
  const height = 96 + 18 * Math.max(0, byDrug(t.items, 'sentUnits').slice(0, 3).length) + (t.backUnits > 0 ? 60 : 0)
  const sum = `发出 ${num(t.sentUnits)} = 签收 ${num(t.acceptedUnits)} + 退回 ${num(t.backUnits)} + 在途 ${num(t.inTransitUnits)}`
  return (
    <Card title="流向" scope={`单位：${unit}`} extra={<span>{sum}</span>}>
      <CustodyFlow nodes={nodes} links={links} height={height} />
    </Card>
  )
}
