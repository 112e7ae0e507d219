import { useState } from 'react'
import { Card } from '#ui/Card.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { EvidenceMedia } from '#ui/EvidenceMedia.tsx'
import { num, shortInstant, timeText, unitText } from '#ui/format.ts'
import { PhotoViewer } from '#ui/PhotoViewer.tsx'
import { SignatureSlot } from '#ui/SignatureSlot.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import type { IssueDetail, IssueDrug, StatementRow } from './contract.ts'
import { nextStep, volumeText } from './rules.ts'

interface Props {
  issue: IssueDetail
  drug: IssueDrug
  /** An authority looks at an institution's photographs. */
  org: number | undefined
}

/** The waste of this drug with its photographs, people, time and place; several wastes one after another. */
export function Evidence({ issue, drug, org }: Props) {
  const [chosen, setChosen] = useState<number>()
  const proven = new Set(issue.photos.map((p) => p.movementId))
  const acts = issue.statement.filter((s) => s.drugId === drug.drugId && proven.has(s.movementId))
  const act = acts.find((a) => a.movementId === chosen) ?? acts.at(-1)
  if (!act) return <None issue={issue} drug={drug} />
  const amount =
    act.kind === 'waste' ? `${num(-act.content)} ${unitText(drug.contentUnit)}` : `1 ${drug.unit}`
  const explained = act.kind === 'waste' ? volumeText(-act.content, drug) : undefined
  return (
    <Card
      title={act.kind === 'waste' ? '弃去取证' : '破碎取证'}
      scope={unitText(explained ? `${amount}（原液 ${explained}）` : amount)}
      extra={
        <>
          {acts.length > 1 && <Which acts={acts} at={act} onChoose={setChosen} />}
          <StatusTag tone="green">两人已签</StatusTag>
        </>
      }
      grow
    >
      <Photos issue={issue} act={act} org={org} />
      <div className="i-signed">
        <SignatureSlot state="signed" order="执行" title="" name={act.actor} at={act.at} />
        <SignatureSlot state="signed" order="见证" title="" name={act.witness ?? ''} at={act.at} />
      </div>
      <div className="i-evidence-foot">
        <span>照片、录像的指纹在拍摄时入证</span>
        <span>
          {act.place}，{shortInstant(act.at)}
        </span>
      </div>
    </Card>
  )
}

function None({ issue, drug }: { issue: IssueDetail; drug: IssueDrug }) {
  const due = nextStep(drug) === 'waste'
  return (
    <Card title="弃去取证" scope={drug.name} grow>
      {due ? (
        <EmptyState title="残余还没有弃去" text={`须 ${issue.holder} 和另一人在场，拍弃前、弃中、弃后三张`} />
      ) : (
        <EmptyState title="没有弃去记录" text="用完或整支退回的不需要取证" />
      )}
    </Card>
  )
}

function Which({
  acts,
  at,
  onChoose,
}: {
  acts: readonly StatementRow[]
  at: StatementRow
  onChoose: (id: number) => void
}) {
  const i = acts.indexOf(at)
  const next = acts[(i + 1) % acts.length]
  return (
    <button type="button" className="z-link" onClick={() => next && onChoose(next.movementId)}>
      第 {i + 1} 次，共 {acts.length} 次
    </button>
  )
}

function Photos({ issue, act, org }: { issue: IssueDetail; act: StatementRow; org: number | undefined }) {
  const [at, setAt] = useState<number>()
  const photos = issue.photos.filter((p) => p.movementId === act.movementId)
  const facts = [
    { label: '执行', value: act.actor },
    { label: '见证', value: act.witness ?? '' },
    { label: '地点', value: act.place ?? '' },
    { label: '入证', value: `#${act.eventId}` },
  ]
  return (
    <>
      <div className="i-photos">
        {photos.map((p, i) => (
          <figure key={p.stage}>
            <button type="button" onClick={() => setAt(i)} title="放大查看">
              <EvidenceMedia stage={p.stage} sha256={p.sha256} org={org} />
            </button>
            <figcaption>
              <b>{p.stage}</b>
              <span>{timeText(p.takenAt, true)}</span>
            </figcaption>
          </figure>
        ))}
      </div>
      <PhotoViewer
        photos={photos.map((p) => ({
          title: p.stage,
          sha256: p.sha256,
          takenAt: p.takenAt,
          facts: [...facts, { label: '上传', value: p.uploadedBy }],
        }))}
        at={at}
        onClose={() => setAt(undefined)}
        {...(org === undefined ? {} : { org })}
      />
    </>
  )
}
