import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { FactList } from '#ui/FactList.tsx'
import { deadlineText, instantText, num, unitText } from '#ui/format.ts'
import { useMay, useMe } from '#ui/me.ts'
import { Link, useParams } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { Thumbs } from '#ui/Thumbs.tsx'
import { TraceCode } from '#ui/TraceCode.tsx'
import { readSample, type SampleDetail } from './contract.ts'
import { ResultForm } from './ResultForm.tsx'
import { Results } from './Results.tsx'
import { methodTitle } from './rules.ts'
import { CaseCard } from './CaseCard.tsx'
import { concentration, SampleTag } from './words.tsx'
import './assay.css'

const crumb = [{ title: '残余抽检', to: '/assays' }, { title: '样品' }]

/** One sample: where it came from, what was measured, what came of it, and its end. */
export function Page() {
  const { id } = useParams()
  const read = useCall(readSample, { id: Number(id) }, { refetchInterval: 30_000 })
  const of = read.data
  if (!of)
    return (
      <Frame title="样品" crumb={crumb}>
        {read.error ? <ErrorState error={read.error} retry={read.refetch} /> : <SkeletonRows rows={10} />}
      </Frame>
    )
  return (
    <Frame
      fit
      title={of.no}
      crumb={crumb}
      tag={<SampleTag of={of.state} />}
      scope={`${of.name} ${unitText(of.spec)}`}
      facts={[
        { label: '封签', value: of.sealNo },
        { label: '方法', value: `${methodTitle[of.method]}，±${of.tolerancePercent} %` },
        ...(of.state === 'toTest' ? [{ label: '检测时限', value: deadlineText(of.testDueAt) }] : []),
      ]}
    >
      <Columns widths="minmax(0, 1fr) 460px">
        <Column>
          <Origin of={of} />
          <Results of={of} />
          <Destruction of={of} />
        </Column>
        <Column>
          <CaseCard of={of} />
          <Next of={of} />
        </Column>
      </Columns>
    </Frame>
  )
}

function Origin({ of }: { of: SampleDetail }) {
  const unit = unitText(of.contentUnit)
  return (
    <Card title="留样" scope={of.drawn ? '方案抽中' : '加抽'}>
      <FactList
        items={[
          { label: '领用单', value: <Link to={`/issues/${of.issueId}`}>{of.issueNo}</Link> },
          { label: '批号', value: of.lotNo },
          ...(of.code ? [{ label: '单支码', value: <TraceCode code={of.code} copy /> }] : []),
          {
            label: '留样量',
            value: `${num(of.content)} ${unit}${of.volumeUl ? `，${of.volumeUl / 1000} ml` : ''}${of.expectedMilli ? `，应有浓度 ${concentration(of.expectedMilli, of.contentUnit)}` : ''}`,
          },
          { label: '现在账面', value: `${num(of.held)} ${unit}` },
          { label: '存放处', value: of.storedAt },
          {
            label: '留样',
            value: `${of.keptBy}、${of.keptWith} 见证　${instantText(of.keptAt)}`,
          },
          { label: '凭据', value: <Link to={`/movements/${of.movementId}`}>看这笔</Link> },
          { label: '方案', value: <Link to={`/assay-plans/${of.planId}`}>看抽检方案</Link> },
        ]}
      />
    </Card>
  )
}

function Destruction({ of }: { of: SampleDetail }) {
  const d = of.destruction
  if (!d) return null
  return (
    <Card
      title="销毁"
      scope={d.no}
      extra={<Thumbs photos={of.photos.map((p) => ({ title: p.stage, sha256: p.sha256 }))} />}
    >
      <FactList
        items={[
          { label: '执行、监督', value: `${d.executedBy}、${d.witnessedBy}　${instantText(d.destroyedAt)}` },
          { label: '地点、方式', value: `${d.place}　${d.method}` },
          { label: '凭据', value: <Link to={`/movements/${d.movementId}`}>看这笔</Link> },
        ]}
      />
    </Card>
  )
}

/** What this reader may do about it now. */
function Next({ of }: { of: SampleDetail }) {
  const own = useMe().org.orgId === of.orgId
  const [tests, destroys] = [useMay('assay.test') && own, useMay('assay.destroy') && own]
  if (of.state === 'void') return <Notice tone="grey">这次留样已红冲，残余回到领用人手里。</Notice>
  return (
    <>
      {of.state === 'toDestroy' && destroys && (
        <Notice tone="blue" action={<Link to={`/assays/destroy?ids=${of.id}`}>去销毁</Link>}>
          已检测，可由两人销毁
        </Notice>
      )}
      {of.state === 'done' && (
        <Notice tone="green">
          {of.destruction ? '样品已销毁，账上为零。' : '按检测结果调账后账上为零。'}
        </Notice>
      )}
      {tests && of.whyNotTest && of.state === 'toTest' && <Notice tone="amber">{of.whyNotTest}</Notice>}
      {tests && !of.whyNotTest && of.held > 0 && <Test key={of.results.length} of={of} />}
    </>
  )
}

/** A result that stands is left alone until somebody means to correct it. */
function Test({ of }: { of: SampleDetail }) {
  const [open, setOpen] = useState(of.results.length === 0)
  if (open) return <ResultForm of={of} />
  return (
    <ActButton kind="outlined" onClick={() => setOpen(true)}>
      更正检测结果
    </ActButton>
  )
}
