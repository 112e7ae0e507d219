import { Card } from '#ui/Card.tsx'
import { FactList } from '#ui/FactList.tsx'
import { instantText } from '#ui/format.ts'
import { Link } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { categoryTitle, encounterTitle, purposeTitle, useAtTitle, type RxDetail } from './contract.ts'

/** Who filled it and with what, or why it never will be. */
export function Filled({ rx }: { rx: RxDetail }) {
  const f = rx.filled
  if (rx.state === 'void')
    return (
      <Notice tone="amber">
        {rx.voidedBy} 于 {instantText(rx.voidedAt ?? rx.writtenAt)} 作废：{rx.voidReason}
      </Notice>
    )
  if (!f) return null
  return (
    <Card title={f.kind === 'dispense' ? '发药' : '领用'} scope={instantText(f.at)}>
      <FactList
        items={[
          {
            label: '单号',
            value:
              f.kind === 'issue' ? (
                <Link to={`/issues/${f.id}`}>{f.no}</Link>
              ) : (
                <span className="z-code">{f.no}</span>
              ),
          },
          { label: '发药储位', value: f.location },
          { label: f.kind === 'dispense' ? '调配' : '发药', value: f.dispensedBy },
          { label: '核对', value: f.checkedBy },
          { label: '出入账', value: <Link to={`/movements/${f.movementId}`}>查看批号与追溯码</Link> },
        ]}
      />
    </Card>
  )
}

/** 前记 and what else the doctor put down. */
export function Facts({ rx }: { rx: RxDetail }) {
  const identity = rx.verifiedHow
    ? `${rx.verifiedHow}，${instantText(rx.verifiedAt ?? rx.writtenAt)} 由开方医师核对`
    : `急诊先行处方：${rx.emergencyReason ?? ''}`
  const agent = rx.patient.agentName && `${rx.patient.agentName}，${rx.patient.agentIdNo ?? ''}`
  const items = [
    {
      label: '就诊',
      value: [encounterTitle[rx.encounter], rx.department, rx.bed].filter(Boolean).join('，'),
    },
    {
      label: '患者类别',
      value: [categoryTitle[rx.category], rx.purpose && purposeTitle[rx.purpose]].filter(Boolean).join('，'),
    },
    { label: '去向', value: useAtTitle[rx.useAt] },
    { label: '临床诊断', value: rx.diagnosis },
    { label: '费别', value: rx.payment },
    { label: '身份核对', value: identity },
    ...(agent ? [{ label: '代办人', value: agent }] : []),
    ...(rx.longTermNo
      ? [{ label: '长期档案', value: <Link to={`/long-term/${rx.longTermId}`}>{rx.longTermNo}</Link> }]
      : []),
    ...(rx.overLimitReason ? [{ label: '超 7 日理由', value: rx.overLimitReason }] : []),
    ...(rx.overlapReason ? [{ label: '提前开具', value: rx.overlapReason }] : []),
    ...(rx.extendReason ? [{ label: '延长原因', value: rx.extendReason }] : []),
    ...(rx.paperNo ? [{ label: '处方纸', value: rx.paperNo }] : []),
    { label: '开具时间', value: instantText(rx.writtenAt) },
    ...(rx.countersign
      ? [
          {
            label: '审核签名',
            value: rx.countersignedAt
              ? `${rx.countersignedBy ?? ''} ${instantText(rx.countersignedAt)}`
              : '试用期医师开具，待上级医师审核签名',
          },
        ]
      : []),
  ]
  return (
    <Card title="处方内容" scope={rx.no} grow>
      <FactList items={items} />
    </Card>
  )
}
