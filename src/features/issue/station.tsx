import { Input } from 'antd'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { useMe } from '#ui/me.ts'
import { go } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { useAct } from '#ui/query.ts'
import { ScanInput } from '#ui/ScanInput.tsx'
import { SignatureSlot } from '#ui/SignatureSlot.tsx'
import { useKeys } from '#ui/useKeys.ts'
import { useSecondPerson } from '#ui/useSecondPerson.tsx'
import { createIssue } from './contract.ts'
import { DeskHeadForm } from './DeskHeadForm.tsx'
import { DeskPlan } from './DeskPlan.tsx'
import { headLack, useDesk, type Desk } from './useDesk.tsx'
import './issue.css'

/** What still blocks the act, the most useful first. */
function lackOf(desk: Desk, present: boolean): string[] {
  const lines = desk.plan.flatMap((p) => {
    const missing = p.units - desk.takenOf(p.drugId)
    return missing < 0 ? [`${p.name}多取 ${-missing} ${p.unit}，请撤回`] : []
  })
  const head = headLack(desk.head)
  const shown = head.length > 3 ? [`${head[0]}、${head[1]}等 ${head.length} 项`] : head
  return [
    ...shown,
    ...(desk.takes.length === 0 ? ['扫要发的药品'] : []),
    ...lines,
    ...(present ? [] : ['核对人到场']),
  ]
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
  const me = useMe()
  const second = useSecondPerson(createIssue, desk.input)
  const act = useAct(createIssue, {
    onDone: ({ id, labels }) => go(`/issues/${id}${labels.length > 0 ? '?act=labels' : ''}`),
  })
  const fefo = act.refused?.code === 'FEFO_BROKEN' || desk.fefoReason !== ''
  const short = desk.plan.filter((p) => desk.takenOf(p.drugId) < p.units)
  async function submit() {
    const witness = await second.sign(desk.input)
    if (witness) await act.run(desk.input, { witness })
  }
  return (
    <Card title="发药签字" scope="两名有调剂资格的药师当面核对" grow>
      <div className="i-desk-foot">
        <SignatureSlot state="present" order="第一人" title="发药" name={me.name} role={me.title} />
        <SignatureSlot {...second.slotProps} />
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
        {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
        <ActButton
          kind="filled"
          k="F10"
          wide
          busy={act.busy}
          blocked={lackOf(desk, second.present).join('、') || undefined}
          onClick={submit}
        >
          发药
        </ActButton>
      </div>
    </Card>
  )
}
