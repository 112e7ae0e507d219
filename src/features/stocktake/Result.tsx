import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { FactList } from '#ui/FactList.tsx'
import { instantText } from '#ui/format.ts'
import { useMay, useMe } from '#ui/me.ts'
import { Notice } from '#ui/Notice.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { useAct } from '#ui/query.ts'
import { ApproveCard } from './ApproveCard.tsx'
import { resumeStocktake, type StocktakeDetail } from './contract.ts'
import { CountTable } from './CountTable.tsx'
import { Foot } from './Foot.tsx'
import { Sheet } from './Sheet.tsx'
import { Slots } from './Station.tsx'
import { Totals } from './Totals.tsx'
import { BlindTag, StateTag } from './words.tsx'

/** A stocktake that is not in one's own hands: what was found, who approved it, the printed form. */
export function Result({ of }: { of: StocktakeDetail }) {
  const me = useMe()
  const resume = useAct(resumeStocktake)
  const mayApprove = useMay('stocktake.approve')
  const counted = [of.countedById, of.secondById].includes(me.userId)
  return (
    <Frame
      fit
      title={of.no}
      crumb={[{ title: '盘点', to: '/stocktakes' }, { title: of.title }]}
      tag={
        <>
          <StateTag state={of.state} />
          {of.blind && <BlindTag />}
        </>
      }
      scope={of.scope}
      actions={
        <>
          {of.state === 'paused' && counted && (
            <ActButton kind="filled" k="F10" busy={resume.busy} onClick={() => resume.run({ id: of.id })}>
              继续盘点
            </ActButton>
          )}
          {of.submittedAt && <ActButton onClick={() => window.print()}>打印盘存审核表</ActButton>}
        </>
      }
    >
      <div className="k-head">
        <Totals of={of} />
        <Slots of={of} />
      </div>
      {resume.refused && <Notice tone="red">{resume.refused.text}</Notice>}
      <Columns widths="minmax(0, 1fr) 320px">
        <Card flush grow foot={<ResultFoot of={of} />}>
          <CountTable of={of} />
        </Card>
        <Column>
          {of.state === 'submitted' && mayApprove && !counted ? <ApproveCard of={of} /> : <Facts of={of} />}
          {of.draw && <DrawCard of={of.draw} />}
        </Column>
      </Columns>
      <Sheet of={of} printedBy={me.name} />
    </Frame>
  )
}

function ResultFoot({ of }: { of: StocktakeDetail }) {
  if (of.state === 'counting') return <Foot of={of} />
  const words = {
    paused: '已暂停，盘过的行保留；由盘点的两人继续',
    submitted: '两人已签字。差异由没有参加盘点的药学部负责人批准，保管人在场，账面随之调整',
    closed: of.approvedBy ? '账面已按盘点结果调整，账物相符' : '账物相符，没有调整',
    cancelled: of.reason ? `已撤销：${of.reason}` : '已撤销',
  }[of.state]
  return <span className="z-caption">{words}</span>
}

function Facts({ of }: { of: StocktakeDetail }) {
  const rows = [
    { label: '开始', value: instantText(of.startedAt) },
    { label: '盘点', value: `${of.countedBy}　${of.countedTitle}` },
    { label: '监盘', value: `${of.secondBy}　${of.secondTitle}` },
    { label: '两人签字', value: of.submittedAt ? instantText(of.submittedAt) : '未签' },
    { label: '批准调账', value: of.approvedBy ?? (of.short + of.surplus > 0 ? '未批准' : '无差异，不需要') },
    { label: '完成', value: of.closedAt ? instantText(of.closedAt) : '未完成' },
    ...(of.reason ? [{ label: '意见', value: of.reason }] : []),
  ]
  return (
    <Card title="盘点情况">
      <FactList items={rows} />
    </Card>
  )
}

/** Anybody may draw again from seed and weights, and must get the same rows. */
function DrawCard({ of }: { of: NonNullable<StocktakeDetail['draw']> }) {
  return (
    <Card title="抽盘" scope={`${of.candidates} 行中按风险抽 ${of.chosen} 行`}>
      <p className="z-caption">抽签种子在盘点前已写入事件，凭种子可重抽核对</p>
      <code className="k-seed">{of.seed}</code>
    </Card>
  )
}
