import { ErrorState } from '#ui/ErrorState.tsx'
import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { Drug } from '#ui/Drug.tsx'
import { FactList } from '#ui/FactList.tsx'
import { dateText, deadlineText, instantText, shortInstant } from '#ui/format.ts'
import { useMe } from '#ui/me.ts'
import { go, Link, useParams } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { TraceCode } from '#ui/TraceCode.tsx'
import { discrepancyReasons } from '#core/discrepancy/rules.ts'
import { Acts } from './Acts.tsx'
import { readDiscrepancy, type DiscrepancyCase } from './contract.ts'
import { CaseTag, stepTitle } from './words.tsx'

/** One discrepancy: what, who before, who found it, what was done, and what must be done next. */
export function Page() {
  const id = Number(useParams()['id'])
  const me = useMe()
  const read = useCall(readDiscrepancy, { id }, { refetchInterval: 30_000 })
  const crumb = [{ title: '差异待查', to: '/discrepancies' }]
  if (!read.data)
    return (
      <Frame title="差异" crumb={crumb}>
        {read.error ? <ErrorState error={read.error} retry={read.refetch} /> : <SkeletonRows rows={10} />}
      </Frame>
    )
  const of = read.data
  return (
    <Frame
      fit
      title={of.no}
      crumb={[...crumb, { title: of.sourceNo }]}
      tag={<CaseTag of={of} />}
      scope={<Drug of={of} />}
      facts={[
        { label: '账面', value: `${of.book} ${of.quantityUnit}` },
        { label: '实物', value: `${of.counted} ${of.quantityUnit}` },
        {
          label: of.difference < 0 ? '少' : '多',
          value: `${Math.abs(of.difference)} ${of.quantityUnit}`,
          tone: of.difference < 0 ? 'red' : 'amber',
        },
        ...(of.due
          ? [
              {
                label: of.dueFor === 'report' ? '上报稿时限' : '报负责人时限',
                value: deadlineText(of.due),
                tone: of.overdue ? ('red' as const) : ('amber' as const),
              },
            ]
          : []),
      ]}
    >
      <Columns widths="minmax(0, 1fr) 420px">
        <Column>
          <Facts of={of} />
          <Steps of={of} />
          <Trail of={of} />
        </Column>
        <Column>{me.org.kind === 'institution' ? <Acts of={of} /> : <Draft of={of} />}</Column>
      </Columns>
    </Frame>
  )
}

function Facts({ of }: { of: DiscrepancyCase }) {
  const how = of.previousHow === 'count' ? '清点' : '出入账'
  return (
    <Card title="情况">
      <FactList
        items={[
          { label: '储位', value: of.place },
          { label: '批号', value: `${of.lotNo}　有效期至 ${dateText(of.expiry)}` },
          ...(of.code ? [{ label: '追溯码', value: <TraceCode code={of.code} copy /> }] : []),
          { label: '来自', value: <Source of={of} /> },
          {
            label: '发现',
            value: `${of.found.name}　${of.found.title}${of.foundWith ? `，${of.foundWith} 在场` : ''}　${instantText(of.foundAt)}`,
          },
          {
            label: '上一经手人',
            value: of.previous ? (
              <>
                {of.previous.name}
                {of.previousWith && `、${of.previousWith}（见证）`}
                {`　${of.previous.title}　${of.previousAt ? shortInstant(of.previousAt) : ''} `}
                {how}
                {of.previousMovementId && (
                  <>
                    {' '}
                    <Link to={`/movements/${of.previousMovementId}`}>看这笔</Link>
                  </>
                )}
              </>
            ) : (
              '没有：账上此前没有出入'
            ),
          },
          {
            label: '现在账面',
            value: (
              <>
                <Quantity value={of.bookNow} unit={of.quantityUnit} />
                {of.code && <span className="z-caption">（该码）</span>}
              </>
            ),
          },
          { label: '时限依据', value: of.ruleVersion === 0 ? '平台规定' : `本院第 ${of.ruleVersion} 版` },
        ]}
      />
    </Card>
  )
}

function Source({ of }: { of: DiscrepancyCase }) {
  const paths: Record<string, string> = {
    stocktake: `/stocktakes/${of.sourceId}`,
    handover: `/handovers/${of.sourceId}`,
    drawerAccess: `/drawer-access?q=${of.sourceNo}`,
    assay: `/assays/${of.sourceId}`,
  }
  const path = paths[of.sourceKind]
  return path ? <Link to={path}>{of.sourceNo}</Link> : <>{of.sourceNo}</>
}

function Steps({ of }: { of: DiscrepancyCase }) {
  return (
    <Card title="办理经过" scope={`${of.steps.length} 步，不能修改`}>
      <ol className="d-steps">
        {of.steps.map((s) => (
          <li key={s.id}>
            <time>{shortInstant(s.at)}</time>
            <b>{stepTitle[s.kind]}</b>
            <div>
              {s.by}
              {s.with && `、${s.with}`}
              {s.reasonCode && <b>　{discrepancyReasons[s.reasonCode].title}</b>}
              {s.counted !== null && `　账面 ${s.book}，实物 ${s.counted} ${of.quantityUnit}`}
              {s.receivers.length > 0 && `　报 ${s.receivers.join('、')}`}
              {s.text && <p className="d-text">{s.text}</p>}
            </div>
            {s.movementId ? <Link to={`/movements/${s.movementId}`}>看流水</Link> : <span />}
          </li>
        ))}
      </ol>
    </Card>
  )
}

function Trail({ of }: { of: DiscrepancyCase }) {
  return (
    <Card title="发现前七天的出入" scope={of.code ? '该追溯码' : '该批号在此储位'} flush>
      <PlainTable
        rows={of.trail}
        rowKey={(r) => r.movementId}
        onOpen={(r) => go(`/movements/${r.movementId}`)}
        empty={<p className="d-none z-caption">七天内没有出入</p>}
        columns={[
          { key: 'at', title: '时间', width: 130, render: (r) => shortInstant(r.at) },
          { key: 'title', title: '出入' },
          { key: 'causeNo', title: '单号', width: 170 },
          {
            key: 'people',
            title: '经办、第二人',
            text: (r) => (r.witness ? `${r.actor}、${r.witness}` : r.actor),
          },
          {
            key: 'change',
            title: '数量',
            width: 90,
            align: 'right',
            render: (r) => <Quantity value={r.change} signed unit={of.quantityUnit} />,
          },
        ]}
      />
    </Card>
  )
}

function Draft({ of }: { of: DiscrepancyCase }) {
  return (
    <Card title="上报稿" scope="由事实生成">
      <p className="d-draft">{of.draft}</p>
    </Card>
  )
}
