import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { FactList } from '#ui/FactList.tsx'
import { instantText, unitText } from '#ui/format.ts'
import { useMay } from '#ui/me.ts'
import { Link, useParams } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { ReasonButton } from '#ui/ReasonButton.tsx'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { toast } from '#ui/toast.tsx'
import { categoryTitle } from './contract.ts'
import { RecordTag } from './longTermPage.tsx'
import { closeLongTerm, readLongTerm, type LongTermDetail } from './longTermContract.ts'
import { Papers } from './Papers.tsx'
import { RecordPatient } from './RecordPatient.tsx'
import { paperTitle } from './records.ts'
import { Reviews } from './Reviews.tsx'
import './prescription.css'

/** 长期用药患者档案: what the next prescription asks of it, and everything it holds. */
export function Page() {
  const { id } = useParams()
  const query = useCall(readLongTerm, { id: Number(id) })
  const r = query.data
  return (
    <Frame
      fit
      title="长期用药患者档案"
      crumb={[{ title: '长期用药患者', to: '/long-term' }, { title: r?.no ?? '档案' }]}
      {...(r
        ? {
            no: r.no,
            tag: <RecordTag of={r} />,
            facts: [
              { label: '患者', value: <RecordPatient of={r} /> },
              { label: '上次诊查', value: r.lastSeen },
              {
                label: '复诊期限',
                value: r.reviewDue,
                ...(r.state === 'overdue' ? { tone: 'red' as const } : {}),
              },
            ],
          }
        : {})}
      actions={r && <Acts of={r} />}
    >
      {query.error && !r ? (
        <ErrorState error={query.error} retry={query.refetch} />
      ) : !r ? (
        <SkeletonRows rows={8} />
      ) : (
        <>
          <Gate of={r} />
          <Columns widths="minmax(0, 1fr) 400px">
            <Column>
              <Papers of={r} />
              <Prescriptions of={r} />
            </Column>
            <Column>
              <Facts of={r} />
              <Reviews of={r} />
            </Column>
          </Columns>
        </>
      )}
    </Frame>
  )
}

/** The one thing that stops the next prescription, with what to do. */
function Gate({ of: r }: { of: LongTermDetail }) {
  if (r.state === 'incomplete')
    return (
      <Notice tone="red">
        还缺 {r.missing.map((k) => paperTitle[k]).join('、')}，补齐之前不能开具和调配麻、精一处方。
      </Notice>
    )
  if (r.state === 'overdue')
    return <Notice tone="red">应在 {r.reviewDue} 前复诊，已超期：登记复诊后才能再开处方。</Notice>
  if (r.state === 'closed')
    return (
      <Notice tone="grey">
        已于 {instantText(r.closedAt ?? r.examinedAt)} 结案：{r.closedReason}
      </Notice>
    )
  if (r.owedEmpties > 0)
    return (
      <Notice tone="amber">
        还有 {r.owedEmpties} 个空安瓿或废贴在患者家中，再次调配注射剂、贴剂之前先收回。
      </Notice>
    )
  return null
}

function Acts({ of: r }: { of: LongTermDetail }) {
  const may = useMay('prescription.write')
  const act = useAct(closeLongTerm, { onDone: () => toast(`${r.no} 已结案`) })
  if (!may || r.state === 'closed') return null
  return (
    <>
      {act.refused && <StatusTag tone="red">{act.refused.text}</StatusTag>}
      <ReasonButton
        verb="结案"
        presets={['停用麻醉药品', '转院', '患者去世']}
        onConfirm={(reason) => act.run({ id: r.id, reason })}
      />
    </>
  )
}

function Facts({ of: r }: { of: LongTermDetail }) {
  const { patient: p } = r
  return (
    <Card title="档案内容">
      <FactList
        items={[
          { label: '类别', value: categoryTitle[r.category] },
          { label: '疾病诊断', value: r.diagnosis },
          {
            label: '诊断证明',
            value: `${r.certificateHospital}（${r.certificateGrade}），${r.certificateOn}`,
          },
          { label: '身份证明', value: p.idNo },
          { label: '联系电话', value: p.phone ?? '未填' },
          { label: '代办人', value: p.agentName ? `${p.agentName}，${p.agentIdNo ?? ''}` : '无' },
          { label: '首诊', value: `${r.examinedBy}，${instantText(r.examinedAt)}` },
          { label: '检查记录', value: r.examination },
        ]}
      />
    </Card>
  )
}

function Prescriptions({ of: r }: { of: LongTermDetail }) {
  return (
    <Card title="处方" scope={`最近 ${r.prescriptions.length} 张`} flush grow>
      <PlainTable
        rows={r.prescriptions}
        rowKey={(x) => x.id}
        empty={<EmptyState title="还没有处方" text="材料齐全、在复诊期内即可开具" />}
        columns={[
          {
            key: 'no',
            title: '处方编号',
            width: 150,
            render: (x) => (
              <Link to={`/prescriptions/${x.id}`}>
                <span className="z-code">{x.no}</span>
              </Link>
            ),
          },
          { key: 'drugs', title: '药品', text: (x) => unitText(x.drugs) },
          { key: 'writtenAt', title: '开具时间', width: 140, text: (x) => instantText(x.writtenAt) },
          {
            key: 'filledNo',
            title: '发药单',
            width: 150,
            text: (x) => (x.voided ? '已作废' : (x.filledNo ?? '未发药')),
          },
        ]}
      />
    </Card>
  )
}
