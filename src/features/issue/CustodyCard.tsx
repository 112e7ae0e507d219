import { Card } from '#ui/Card.tsx'
import { CustodyFlow } from '#ui/CustodyFlow.tsx'
import { num, unitText } from '#ui/format.ts'
import type { IssueDetail, IssueDrug } from './contract.ts'
import { flowOf } from './custodyFlow.tsx'
import { totalsOf } from './rules.ts'

/** 开启 100 μg = 给药 70 μg + 弃去 30 μg + 尚余 0 μg; whole units where nothing is opened. */
export function equation(drug: IssueDrug): string {
  const t = totalsOf(drug.units)
  const of = (words: string, n: number, unit: string) => `${words} ${num(n)} ${unit}`
  const [content, unit] = [unitText(drug.contentUnit), drug.unit]
  if (t.contentOpened > 0) {
    const lost = t.contentLost > 0 ? [of('破损', t.contentLost, content)] : []
    const sampled = t.contentSampled > 0 ? [of('留样', t.contentSampled, content)] : []
    const parts = [
      of('给药', t.contentGiven, content),
      of('弃去', t.contentWasted, content),
      ...sampled,
      ...lost,
      of('尚余', t.contentLeft, content),
    ]
    return `${of('开启', t.contentOpened, content)} = ${parts.join(' + ')}`
  }
  const parts = [
    ...(t.handedOver > 0 ? [of('给药', t.handedOver, unit)] : []),
    ...(t.opened > 0 ? [of('开启', t.opened, unit)] : []),
    ...(t.returned > 0 ? [of('退回', t.returned, unit)] : []),
    of('尚余', t.intact, unit),
  ]
  return `${of('领用', t.issued, unit)} = ${parts.join(' + ')}`
}

/** Where the drug of this case went; the statement below says the same in double entry. */
export function CustodyCard({ issue, drug }: { issue: IssueDetail; drug: IssueDrug }) {
  const { nodes, links } = flowOf(issue, drug)
  // One column is too narrow for both.
  const rule = nodes.some((n) => n.col === 2) ? { rule: '归零即闭环' } : {}
  const account = { title: `${issue.holder} 领用账户`, ...rule }
  const lots = [...new Set(drug.units.map((u) => u.lotNo))]
  return (
    <Card
      title={`${drug.name} ${unitText(drug.spec)} 的去向`}
      scope={`批号 ${lots.join('、')}`}
      extra={equation(drug)}
    >
      <div className="i-flow">
        <CustodyFlow nodes={nodes} links={links} account={account} height={330} />
      </div>
    </Card>
  )
}
