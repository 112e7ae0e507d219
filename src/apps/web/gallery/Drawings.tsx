import { useState } from 'react'
import { Card } from '#ui/Card.tsx'
import { CodeLife } from '#ui/CodeLife.tsx'
import { CustodyFlow } from '#ui/CustodyFlow.tsx'
import { Charts } from './Charts.tsx'
import { flowLinks, flowNodes, lifeColumns, lifeUnits } from './samples.ts'

export function Drawings() {
  const [unit, setUnit] = useState('03')
  return (
    <>
      <Card
        title="CustodyFlow 去向"
        scope="批号 S2609118"
        extra="开启 100 μg = 给药 70 μg + 弃去 30 μg + 尚余 0 μg"
      >
        <CustodyFlow
          nodes={flowNodes}
          links={flowLinks}
          account={{ title: '陈思远 领用账户', rule: '归零即闭环' }}
          height={330}
        />
      </Card>
      <Card
        title="CodeLife 码的一生"
        scope="10 支，去向齐全"
        extra="4 + 2 + 2 + 1 + 1 = 10，与收货数一致"
        flush
      >
        <CodeLife
          columns={lifeColumns}
          splitAt={2}
          splitText="拆零 10"
          spans={['整盒 10 支', '在途 41 分钟']}
          units={lifeUnits}
          selected={unit}
          onSelect={setUnit}
        />
      </Card>
      <Charts />
    </>
  )
}
