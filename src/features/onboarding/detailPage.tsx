import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { callUrl } from '#ui/call.ts'
import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { FactList } from '#ui/FactList.tsx'
import { useParams } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { PhotoViewer } from '#ui/PhotoViewer.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { ReasonButton } from '#ui/ReasonButton.tsx'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { Timeline } from '#ui/Timeline.tsx'
import { toast } from '#ui/toast.tsx'
import {
  approveApplication,
  readApplication,
  readPaper,
  rejectApplication,
  returnApplication,
  type Reviewed,
  type Twin,
} from './contract.ts'
import { factsOf } from './facts.tsx'
import { StateTag } from './tags.tsx'
import { paperTitle, stepTitle } from './words.ts'
import './onboarding.css'

const crumb = [{ title: '入驻审核', to: '/applications' }, { title: '申请' }]

export function Page() {
  const { id } = useParams()
  const read = useCall(readApplication, { id: Number(id) }, { refetchInterval: 30_000 })
  if (read.data) return <Detail of={read.data} />
  return (
    <Frame title="入驻申请" crumb={crumb}>
      {read.error ? (
        <ErrorState title="没有读到入驻申请" error={read.error} retry={read.refetch} />
      ) : (
        <SkeletonRows rows={10} />
      )}
    </Frame>
  )
}

function Detail({ of }: { of: Reviewed }) {
  const [refusedBy, setRefusedBy] = useState<'approve' | 'back'>()
  const approve = useAct(approveApplication, { onDone: () => toast('已通过，机构已建立') })
  const back = useAct(returnApplication, { onDone: () => toast('已退回补正') })
  const reject = useAct(rejectApplication, { onDone: () => toast('已办理不予通过') })
  const { id, version } = of
  return (
    <Frame
      title={of.name}
      crumb={crumb}
      tag={<StateTag of={of.state} />}
      no={of.no}
      actions={
        of.state === 'submitted' && (
          <>
            <ReasonButton
              verb="不予通过"
              hint="申请单位凭查询码看到这一原因，不能再提交"
              refused={reject.refused}
              onConfirm={(reason) => reject.run({ id, version, reason })}
            />
            <ReasonButton
              verb="退回补正"
              hint="写明要补正什么，申请单位改好后重新提交"
              presets={['证照图片不清楚，请重拍', '登记号与证照不符，请核对']}
              refused={back.refused}
              onConfirm={(reason) => back.run({ id, version, reason })}
            />
            <ActButton
              kind="filled"
              k="F10"
              busy={approve.busy}
              onClick={() => {
                setRefusedBy('approve')
                return approve.run({ id, version })
              }}
            >
              通过入驻
            </ActButton>
          </>
        )
      }
    >
      {refusedBy && approve.refused && <Notice tone="red">{approve.refused.text}</Notice>}
      {of.state === 'approved' && (
        <Notice tone="green">
          {`已建立，机构代码 ${of.orgCode}；默认管理员 ${of.adminAccount}@${of.orgCode} 用申请时设的密码登录`}
        </Notice>
      )}
      {of.twins.length > 0 && <TwinCard of={of.twins} />}
      <Columns widths="minmax(0, 1fr) minmax(0, 1fr)">
        <Column>
          <Card title="登记信息">
            <FactList items={factsOf(of)} />
          </Card>
          <Card title="经过">
            <Timeline
              items={of.steps.map((s, i) => ({
                key: i,
                at: s.at,
                act: stepTitle[s.what],
                place: s.reason ?? undefined,
                people: s.by ?? '申请单位',
                tone: s.what === 'rejected' ? 'red' : s.what === 'returned' ? 'amber' : 'blue',
              }))}
            />
          </Card>
        </Column>
        <PapersCard of={of} />
      </Columns>
    </Frame>
  )
}

/** What may be on the platform already: a warning, no wall; the same licence is refused by the program itself. */
function TwinCard({ of }: { of: readonly Twin[] }) {
  return (
    <Card title="可能重复" scope="请核对后再通过" tone="amber" flush>
      <ul className="ob-twins">
        {of.map((t) => (
          <li key={`${t.name}${t.detail}`}>
            <b>{t.name}</b>
            {t.same.map((s) => (
              <StatusTag key={s} tone={s === '名称相近' ? 'amber' : 'red'}>
                {s}
              </StatusTag>
            ))}
            <span className="z-caption">{t.detail}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function PapersCard({ of }: { of: Reviewed }) {
  const [at, setAt] = useState<number>()
  const photos = of.papers.map((p) => ({
    title: paperTitle[p.kind],
    sha256: p.sha256,
    // The address changes with the picture, so that none is shown from memory.
    src: `${callUrl(readPaper, { id: of.id, kind: p.kind })}&of=${p.sha256.slice(0, 12)}`,
  }))
  return (
    <Card title="证照" scope={`${photos.length} 张，点开可放大`}>
      {photos.length === 0 && <EmptyState title="没有附证照" />}
      <div className="ob-pictures">
        {photos.map((p, i) => (
          <figure key={p.title} style={{ margin: 0 }}>
            <button type="button" title="放大查看" onClick={() => setAt(i)}>
              <img src={p.src} alt={p.title} />
            </button>
            <figcaption className="z-caption">{p.title}</figcaption>
          </figure>
        ))}
      </div>
      <PhotoViewer photos={photos} at={at} onClose={() => setAt(undefined)} />
    </Card>
  )
}
