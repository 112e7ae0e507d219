import { useState } from 'react'
import { Card } from '#ui/Card.tsx'
import { num, unitText } from '#ui/format.ts'
import { useMay } from '#ui/me.ts'
import { go } from '#ui/nav.tsx'
import { PhotoViewer, type ViewedPhoto } from '#ui/PhotoViewer.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { Timeline, type TimelineItem } from '#ui/Timeline.tsx'
import { lifeStateTitle, type Life, type LifeRefusal, type LifeStep, type LifeUnit } from './contract.ts'
import { unitLabel } from './LifePicture.tsx'
import { groupText, lifeTone } from './rules.ts'

interface Props {
  life: Life
  unit: LifeUnit | undefined
}

/** One unit's steps and the refusals about it, by time. */
export function UnitTimeline({ life, unit }: Props) {
  const [photo, setPhoto] = useState<{ photos: ViewedPhoto[]; at: number }>()
  const mayOpen = useMay('stock.read')
  if (!unit) return <Card title="没有记录" />
  const items = [
    ...unit.steps.map((s) => stepItem(s, life, mayOpen, (photos) => setPhoto({ photos, at: 0 }))),
    ...life.refusals.filter((r) => r.code === life.code || r.code === unit.code).map(refusalItem),
  ].sort((a, b) => (a.at < b.at ? -1 : 1))
  const closed = unit.state === 'destroyed' || unit.state === 'used'
  return (
    <Card
      flush
      title={
        unit.unitNo === null ? `${unit.units} ${life.drug.unit}，仍用盒码` : `${unitLabel(life, unit)} 号支`
      }
      scope={unit.unitNo === null ? undefined : `院内单支码 ${unit.code}`}
      extra={
        <>
          <Content life={life} unit={unit} />
          <StatusTag tone={lifeTone(unit.state)}>
            {closed ? '已闭环' : groupText(unit.state, lifeStateTitle[unit.state], life.drug.container)}
          </StatusTag>
        </>
      }
    >
      <Timeline items={items} look="rows" />
      <PhotoViewer
        photos={photo?.photos ?? []}
        at={photo?.at}
        onClose={() => setPhoto(undefined)}
        org={life.orgId}
      />
    </Card>
  )
}

/** 50 μg = 给药 30 + 弃去 20: what became of an opened unit, in its smallest unit. */
function Content({ life, unit }: { life: Life; unit: LifeUnit }) {
  const o = unit.opened
  if (!o || o.content === 0) return null
  const parts = [
    ['给药', o.given],
    ['弃去', o.wasted],
    ['留样', o.sampled],
    ['损失', o.lost],
    ['在手', o.left],
  ] as const
  const words = parts.filter(([, n]) => n > 0).map(([word, n]) => `${word} ${num(n)}`)
  return (
    <span>
      {num(o.content)} {unitText(life.drug.contentUnit)} = {words.join(' + ')}
      {unit.container && `　${life.drug.container ?? '空容器'}在 ${unit.container}`}
    </span>
  )
}

function stepItem(
  step: LifeStep,
  life: Life,
  mayOpen: boolean,
  onPhotos: (photos: ViewedPhoto[]) => void,
): TimelineItem {
  const content = step.content > 0 ? ` ${num(step.content)} ${unitText(life.drug.contentUnit)}` : ''
  const facts = [
    { label: '凭证号', value: step.causeNo },
    { label: '地点', value: step.place },
    { label: '人员', value: [step.actor, step.witness].filter(Boolean).join('、') },
    { label: '事件', value: String(step.eventId) },
  ]
  const photos = step.photos.map((p) => ({ title: p.stage, sha256: p.sha256, takenAt: p.takenAt, facts }))
  return {
    key: step.movementId,
    at: step.at,
    act: (
      <>
        {step.title}
        {content}
        {step.content === 0 && step.units > 1 && ` ${num(step.units)} ${life.drug.unit}`}
        {photos.length > 0 && (
          <button type="button" className="z-link t-photos" onClick={() => onPhotos(photos)}>
            照片 {photos.length}
          </button>
        )}
      </>
    ),
    place: step.place,
    people: [step.actor, step.witness].filter(Boolean).join('、'),
    proof: step.eventId,
    ...(mayOpen ? { onProof: () => go(`/movements/${step.movementId}`) } : {}),
    ...(step.reversed ? { tone: 'red' as const } : {}),
  }
}

function refusalItem(refusal: LifeRefusal): TimelineItem {
  return {
    key: `${refusal.at}${refusal.code}`,
    at: refusal.at,
    act: '拒收',
    place: refusal.text,
    people: refusal.person ?? refusal.org,
    tone: 'red',
  }
}
