import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { FactList } from '#ui/FactList.tsx'
import { instantText, num } from '#ui/format.ts'
import { go, useParams } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { readPlan, type PlanDetail } from './planContract.ts'
import { methodTitle } from './rules.ts'
import { PlanTag, rateText } from './words.tsx'
import './assay.css'

const crumb = [{ title: '残余抽检', to: '/assays?tab=plans' }, { title: '抽检方案' }]

/** One version: what it says, what was promised when it was set, and the draw made again once it is over. */
export function Page() {
  const { planId } = useParams()
  const read = useCall(readPlan, { planId: Number(planId) })
  const of = read.data
  if (!of)
    return (
      <Frame title="抽检方案" crumb={crumb}>
        {read.error ? <ErrorState error={read.error} retry={read.refetch} /> : <SkeletonRows rows={8} />}
      </Frame>
    )
  return (
    <Frame
      fit
      title={of.scope}
      crumb={crumb}
      tag={<PlanTag of={of.state} />}
      scope={rateText(of.rate)}
      facts={[
        { label: '方法', value: methodTitle[of.method] },
        { label: '允许偏差', value: `±${of.tolerancePercent} %` },
        { label: '执行', value: `${of.validFrom} 至 ${of.validTo}` },
      ]}
    >
      <Columns widths="440px minmax(0, 1fr)">
        <Column>
          <Facts of={of} />
          <Commitment of={of} />
        </Column>
        <Proof of={of} />
      </Columns>
    </Frame>
  )
}

function Facts({ of }: { of: PlanDetail }) {
  return (
    <Card title="方案" scope="制定后不能改">
      <FactList
        items={[
          { label: '抽检比例', value: rateText(of.rate) },
          { label: '检测时限', value: `留样后 ${of.testDays} 个工作日` },
          { label: '生效', value: `${instantText(of.startsAt)}　起发出的药品` },
          { label: '终止', value: instantText(of.endsAt) },
          { label: '依据或原因', value: of.reason },
          { label: '制定', value: `${of.setBy}　${instantText(of.setAt)}` },
        ]}
      />
    </Card>
  )
}

/** The commitment is published at once, the secret when nobody can make use of it any more. */
function Commitment({ of }: { of: PlanDetail }) {
  const waits =
    of.state === 'ended'
      ? `还有 ${of.leftInHands} 份在领用人手里，交代后公布`
      : '方案结束、期内发出的药都有去向后公布'
  return (
    <Card title="抽签承诺" scope="先公布承诺，结束后公布密钥，人人可复算">
      <FactList
        items={[
          { label: '承诺', value: <code className="as-hash">{of.commitment}</code> },
          {
            label: '密钥',
            value: of.secret ? (
              <code className="as-hash">{of.secret}</code>
            ) : (
              <span className="z-caption">{waits}</span>
            ),
          },
        ]}
      />
      <p className="z-caption as-how">
        抽签：以密钥对“领用单号|批号|单支码”作 HMAC-SHA256，前六个字节作整数，除以 100
        的余数小于比例即抽中。承诺是密钥的 SHA-256。
      </p>
    </Card>
  )
}

function Proof({ of }: { of: PlanDetail }) {
  const { proof } = of
  if (!proof)
    return (
      <Card title="复算" scope="密钥公布后逐份复算">
        <Notice tone="grey">
          密钥还没有公布。公布前没有人能预知哪一份会抽中，公布后任何人都能复算每一份。
        </Notice>
      </Card>
    )
  return (
    <Card
      title="复算"
      scope={`期内残余 ${num(proof.residues)} 份，应抽 ${num(proof.drawn)} 份，留样 ${num(proof.sampled)} 份`}
      flush
      grow
    >
      {proof.missed > 0 ? (
        <Notice tone="red">{`有 ${proof.missed} 份抽中却没有留样，请查明去向`}</Notice>
      ) : (
        <Notice tone="green">抽中的都已留样</Notice>
      )}
      <PlainTable
        rows={proof.rows}
        rowKey={(r) => r.key}
        onOpen={(r) => go(r.sampleId ? `/assays/${r.sampleId}` : `/issues/${r.issueId}`)}
        empty={<p className="as-none z-caption">期内没有残余</p>}
        columns={[
          { key: 'key', title: '领用单|批号|单支码', render: (r) => <span className="z-code">{r.key}</span> },
          {
            key: 'drawn',
            title: '抽签',
            width: 80,
            render: (r) => (r.drawn ? <StatusTag tone="amber">抽中</StatusTag> : '未抽中'),
          },
          {
            key: 'sampleNo',
            title: '样品',
            width: 160,
            render: (r) => r.sampleNo ?? (r.drawn ? <StatusTag tone="red">没有留样</StatusTag> : ''),
          },
        ]}
      />
    </Card>
  )
}
