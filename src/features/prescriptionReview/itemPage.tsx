import { readPrescription, type RxDetail } from '#features/prescription/contract.ts'
import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { Drug } from '#ui/Drug.tsx'
import { usageText } from '#ui/dose.ts'
import { ErrorState } from '#ui/ErrorState.tsx'
import { FactList } from '#ui/FactList.tsx'
import { instantText } from '#ui/format.ts'
import { Link, useParams } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { CheckCard } from './CheckCard.tsx'
import { readItem, type ItemDetail } from './contract.ts'
import { FinishCard } from './FinishCard.tsx'
import { ReviewCard } from './ReviewCard.tsx'
import { StepsCard } from './StepsCard.tsx'
import { ItemTag } from './words.tsx'
import './prescriptionReview.css'

/** One prescription under review: the paper on the left, what people said of it on the right. */
export function Page() {
  const { itemId } = useParams()
  const query = useCall(readItem, { itemId: Number(itemId) }, { refetchInterval: 30_000 })
  const of = query.data
  const crumb = [
    { title: '处方点评', to: '/prescription-reviews' },
    ...(of ? [{ title: of.reviewNo, to: `/prescription-reviews/${of.reviewId}` }] : []),
    { title: of?.rxNo ?? '打开中' },
  ]
  return (
    <Frame
      fit
      title="处方点评"
      crumb={crumb}
      {...(of ? { no: of.rxNo, tag: <ItemTag of={of} />, facts: factsOf(of) } : {})}
    >
      {query.error && !of ? (
        <ErrorState error={query.error} retry={query.refetch} />
      ) : !of ? (
        <SkeletonRows rows={8} />
      ) : (
        <Sides of={of} />
      )}
    </Frame>
  )
}

/** Who has nothing to do with it now has the whole page for reading. */
function Sides({ of }: { of: ItemDetail }) {
  const left = (
    <Column>
      {of.rank === null && (
        <Notice tone="amber">{`${of.addedBy ?? ''} 加入，不经抽取：${of.addReason ?? ''}`}</Notice>
      )}
      {of.may.why && <Notice tone="grey">{of.may.why}</Notice>}
      <Paper of={of} />
      <StepsCard steps={of.steps} />
    </Column>
  )
  if (!of.may.review && !of.may.check && !of.may.finish) return left
  return (
    <Columns widths="minmax(0, 1fr) 480px">
      {left}
      <Column key={of.state}>
        {of.may.review && <ReviewCard of={of} />}
        {of.may.check && <CheckCard of={of} />}
        {of.may.finish && <FinishCard of={of} />}
      </Column>
    </Columns>
  )
}

const factsOf = (of: ItemDetail) => [
  { label: '医师', value: of.prescriber },
  { label: '科别', value: of.department ?? '未填' },
  { label: '开具', value: instantText(of.writtenAt) },
]

/** What the reviewer judges. The patient stays masked: who it is does not matter here. */
function Paper({ of }: { of: ItemDetail }) {
  const query = useCall(readPrescription, { id: of.prescriptionId })
  const rx = query.data
  if (!rx)
    return query.error ? <ErrorState error={query.error} retry={query.refetch} /> : <SkeletonRows rows={6} />
  return (
    <>
      <Card title="药品" scope={`${rx.lines.length} 个品种`} flush>
        <table className="z-table">
          <thead>
            <tr>
              <th>药品</th>
              <th>用法用量</th>
              <th data-align="right">数量</th>
              <th data-align="right">够用</th>
            </tr>
          </thead>
          <tbody>
            {rx.lines.map((l) => (
              <tr key={l.drugId}>
                <td>
                  <Drug of={l} />
                </td>
                <td>
                  {usageText(l)}
                  {l.instruction && <span className="z-caption">　{l.instruction}</span>}
                </td>
                <td data-align="right">
                  <Quantity value={l.units} unit={l.unit} strong />
                </td>
                <td data-align="right">
                  {l.suppliedDays > 0 ? <Quantity value={l.suppliedDays} unit="日" /> : '一次用完'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Card>
      <Card
        title="处方内容"
        scope={of.rxNo}
        extra={<Link to={`/prescriptions/${of.prescriptionId}`}>打开处方</Link>}
      >
        <FactList items={said(rx, of)} />
      </Card>
    </>
  )
}

const said = (rx: RxDetail, of: ItemDetail) => {
  const p = rx.patient
  const reasons = [
    { label: '急诊先行', value: rx.emergencyReason },
    { label: '超 7 日理由', value: rx.overLimitReason },
    { label: '提前开具', value: rx.overlapReason },
    { label: '延长原因', value: rx.extendReason },
  ]
  return [
    { label: '患者', value: `${p.name} ${p.sex} ${p.age} 岁` },
    { label: '临床诊断', value: rx.diagnosis },
    { label: '身份核对', value: rx.verifiedHow ?? '急诊，未核对' },
    ...(p.agentName ? [{ label: '代办人', value: p.agentName }] : []),
    ...reasons.flatMap((r) => (r.value ? [{ label: r.label, value: r.value }] : [])),
    { label: '限量核对', value: checksOf(rx) },
    { label: '调配', value: of.dispensedBy ?? '未调配' },
    { label: '核对', value: of.checkedBy ?? '未调配' },
  ]
}

/** The rules of the day it was written, in one line: the program let nothing through that broke one without a reason. */
function checksOf(rx: RxDetail): string {
  const checks = rx.lines.flatMap((l) => l.checks)
  const excused = checks.filter((c) => c.excused)
  if (excused.length === 0) return `${checks.length} 项都符合`
  return excused.map((c) => `${c.title} ${c.limit}，开 ${c.actual}，已写理由`).join('；')
}
