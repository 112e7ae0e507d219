import { Card } from '#ui/Card.tsx'
import { CustodyFlow, type FlowLink, type FlowNode } from '#ui/CustodyFlow.tsx'
import { num } from '#ui/format.ts'
import type { TransferDetail } from './contract.ts'
import { unitOf } from './words.tsx'

/** Two phases in one picture: from the source into transit, from transit to where it was counted. */
export function TransferFlow({ of: t }: { of: TransferDetail }) {
  const unit = unitOf(t.items)
  const node = (
    id: string,
    col: number,
    title: string,
    figure: number,
    place: string | undefined,
    tone: FlowNode['tone'] = 'plain',
  ): FlowNode => ({
    id,
    col,
    title,
    figure,
    unit,
    tone,
    ...(place ? { lines: [place] } : {}),
  })
  const nodes = [
    node('source', 0, '发出', t.sentUnits, t.source),
    node('transit', 1, '在途', t.inTransitUnits, undefined, t.inTransitUnits > 0 ? 'owed' : 'plain'),
    node('destination', 2, '签收', t.acceptedUnits, t.destination, t.acceptedUnits > 0 ? 'closed' : 'plain'),
    ...(t.backUnits > 0 ? [node('back', 2, '退回', t.backUnits, t.source)] : []),
  ]
  const links: FlowLink[] = [
    { from: 'source', to: 'transit', value: t.sentUnits, unit },
    { from: 'transit', to: 'destination', value: t.acceptedUnits, unit },
    { from: 'transit', to: 'back', value: t.backUnits, unit, tone: 'container' as const },
  ].filter((l) => l.value > 0)
  const sum = `发出 ${num(t.sentUnits)} = 签收 ${num(t.acceptedUnits)} + 退回 ${num(t.backUnits)} + 在途 ${num(t.inTransitUnits)}`
  return (
    <Card title="流向" scope={`单位：${unit}`} extra={<span>{sum}</span>}>
      <CustodyFlow nodes={nodes} links={links} height={t.backUnits > 0 ? 152 : 84} />
    </Card>
  )
}
