import type { ReactNode } from 'react'
import { drugClasses } from '#core/contract.ts'
import { Card } from '#ui/Card.tsx'
import { ClassMark } from '#ui/ClassMark.tsx'
import { Drug } from '#ui/Drug.tsx'
import { Person } from '#ui/Person.tsx'
import { ProofBadge } from '#ui/ProofBadge.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { TraceCode } from '#ui/TraceCode.tsx'
import { code, sufentanil } from './samples.ts'

const swatches = [
  ['强调，可点、进行中', '#2B4FA8'],
  ['强调底', '#EDF1FA'],
  ['红，现在要人', '#BF1F2E'],
  ['红底', '#FDEEEE'],
  ['琥珀字，将到期', '#8F5400'],
  ['琥珀线', '#DB8B00'],
  ['琥珀底', '#FFF5E0'],
  ['绿，已闭环', '#1C7040'],
  ['绿底', '#EAF5EE'],
  ['灰，无数据', '#5E6878'],
  ['正文', '#1A2230'],
  ['次要', '#4E586A'],
  ['说明、单位', '#5F697C'],
  ['控件边线', '#D3D8E0'],
  ['分隔线', '#E4E7EC'],
  ['表头底', '#F8F9FB'],
  ['页面底', '#F5F6F8'],
  ['卡片', '#FFFFFF'],
  ['大屏底', '#0B1220'],
  ['大屏强调', '#8AA9FF'],
] as const

export function Swatches() {
  return (
    <Card title="颜色">
      <div className="g-swatches">
        {swatches.map(([name, hex]) => (
          <div key={hex} className="g-swatch">
            <i style={{ background: hex }} />
            <div style={{ fontSize: 12, lineHeight: '18px' }}>{name}</div>
            <div className="z-caption">{hex}</div>
          </div>
        ))}
      </div>
    </Card>
  )
}

function Said({ words, children }: { words: string; children: ReactNode }) {
  return (
    <div>
      <span>{children}</span>
      <span className="z-caption">{words}</span>
    </div>
  )
}

export function Words() {
  return (
    <div className="g-pair">
      <Card title="StatusTag 状态">
        <div className="g-row">
          <StatusTag tone="red">在手超时 44 分钟</StatusTag>
          <StatusTag tone="red">盘损</StatusTag>
          <StatusTag tone="amber">待复核</StatusTag>
          <StatusTag tone="amber">短少 1 盒</StatusTag>
          <StatusTag tone="blue">验收中</StatusTag>
          <StatusTag tone="green">已闭环</StatusTag>
          <StatusTag tone="grey">无上传 26 小时</StatusTag>
          <StatusTag tone="red" solid>
            不收
          </StatusTag>
          {drugClasses.map((c) => (
            <ClassMark key={c} of={c} />
          ))}
          <ProofBadge no={184220} />
          <ProofBadge no={184220} state="verified" />
          <ProofBadge state="pending" />
          <ProofBadge state="mismatch" onOpen={() => undefined} />
        </div>
      </Card>
      <Card title="Quantity、Person、TraceCode">
        <div className="g-words">
          <Said words="在库">
            <Quantity value={1240} unit="支" strong />
          </Said>
          <Said words="差异">
            <Quantity value={-2} unit="支" signed tone="red" strong />
          </Said>
          <Said words="零、未知">
            <Quantity value={0} unit="支" /> <Quantity value={null} />
          </Said>
          <Said words="7 位标识码，4、4、5 序列号">
            <TraceCode code={code} copy />
          </Said>
          <Said words="药液">
            <Quantity value={1184} unit="µg" />
          </Said>
          <Said words="人与职责同显">
            <Person name="王雪梅" role="药库保管员" />
          </Said>
          <Said words="窄列只留尾 9 位">
            <TraceCode code={code} short />
          </Said>
          <Said words="药名、规格、分类一体">
            <Drug of={sufentanil} />
          </Said>
        </div>
      </Card>
    </div>
  )
}
