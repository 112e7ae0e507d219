import { Input } from 'antd'
import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { CountFirst } from '#ui/CountFirst.tsx'
import { go } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { ScanInput } from '#ui/ScanInput.tsx'
import { TwoSignatures } from '#ui/TwoSignatures.tsx'
import { useKeys } from '#ui/useKeys.ts'
import { useSigned } from '#ui/useSigned.ts'
import { createIssue } from './contract.ts'
import { DeskHeadForm } from './DeskHeadForm.tsx'
import { DeskPlan } from './DeskPlan.tsx'
import { headLack, useDesk, type Desk } from './useDesk.tsx'
import './issue.css'

/** What still blocks the act, the most useful first. */
function lackOf(desk: Desk): string[] {
  const lines = desk.plan.flatMap((p) => {
    const missing = p.units - desk.takenOf(p.drugId)
    return missing < 0 ? [`${p.name}多取 ${-missing} ${p.unit}，请撤回`] : []
  })
  const head = headLack(desk.head)
  const shown = head.length > 3 ? [`${head[0]}、${head[1]}等 ${head.length} 项`] : head
  return [...shown, ...(desk.takes.length === 0 ? ['扫要发的药品'] : []), ...lines]
}

/** 发药台: the paper and the plan left, scanning and two signatures right. */
export function Page() {
  const desk = useDesk()
  useKeys({ 'Ctrl+Z': { text: '撤回上一码', run: () => desk.untake(), off: desk.takes.length === 0 } })
  return (
    <Frame
      fit
      title="领用发药"
      crumb={[{ title: '领用发药', to: '/issues' }, { title: '发药' }]}
      scope="两人核对，拆零逐支贴码"
    >
      <Columns widths="minmax(0, 1fr) 400px">
        <Column>
          <DeskHeadForm desk={desk} />
          <DeskPlan desk={desk} />
        </Column>
        <Column>
          <CountFirst act="issue" placeId={desk.head.locationId} drugIds={desk.plan.map((p) => p.drugId)} />
          <Card>
            <ScanInput title="扫码" placeholder="扫盒码或单支标签" onScan={(raw) => desk.take(raw)} />
          </Card>
          <Signing desk={desk} />
        </Column>
      </Columns>
    </Frame>
  )
}

function Signing({ desk }: { desk: Desk }) {
  const signed = useSigned(createIssue, desk.input, {
    onDone: ({ id, labels }) => go(`/issues/${id}${labels.length > 0 ? '?act=labels' : ''}`),
  })
  const fefo = signed.act.refused?.code === 'FEFO_BROKEN' || desk.fefoReason !== ''
  const short = desk.plan.filter((p) => desk.takenOf(p.drugId) < p.units)
  return (
    <Card title="发药签字" scope="两名有调剂资格的药师当面核对" grow>
      <div className="i-desk-foot">
        <TwoSignatures of={signed} title="发药" who="核对人" lack={lackOf(desk)} verb="发药">
          {short.length > 0 && desk.takes.length > 0 && (
            <Notice tone="amber">
              {short.map((p) => `${p.name} 少领 ${p.units - desk.takenOf(p.drugId)} ${p.unit}`).join('，')}
              ，可以照实发
            </Notice>
          )}
          {fefo && (
            <label className="i-field" data-keep-focus>
              <span>不按近效期先出的原因</span>
              <Input
                value={desk.fefoReason}
                maxLength={200}
                placeholder="写明后重新签字"
                onChange={(e) => desk.setReason(e.target.value)}
              />
            </label>
          )}
        </TwoSignatures>
      </div>
    </Card>
  )
}
