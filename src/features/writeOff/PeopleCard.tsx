import { Card } from '#ui/Card.tsx'
import { FactList } from '#ui/FactList.tsx'
import { instantText } from '#ui/format.ts'
import { Link } from '#ui/nav.tsx'
import { Person } from '#ui/Person.tsx'
import { PhotoRow } from '#ui/PhotoRow.tsx'
import { ProofBadge } from '#ui/ProofBadge.tsx'
import type { WriteOffDetail } from './contract.ts'

/** Everybody who had a part in it, in the order of the steps. */
export function PeopleCard({ of }: { of: WriteOffDetail }) {
  const { acceptance, attendance, destruction } = of
  const items = [
    { label: '申请', value: <Person name={of.applicant.name} role={of.applicant.title} /> },
    ...(of.approver
      ? [{ label: '批准', value: <Person name={of.approver.name} role={of.approver.title} /> }]
      : []),
    ...(acceptance
      ? [
          {
            label: '主管部门',
            value: `${of.authority ?? ''} ${acceptance.by}，${instantText(acceptance.at)}`,
          },
          ...(acceptance.note ? [{ label: '告知', value: acceptance.note }] : []),
        ]
      : []),
    ...(attendance
      ? [
          { label: '到场', value: instantText(attendance.arrivedAt) },
          ...attendance.inspectors.map((i, n) => ({
            label: n === 0 ? '监督人员' : '',
            value: `${i.name}，证件号 ${i.certificateNo}`,
          })),
          ...(attendance.remark ? [{ label: '意见', value: attendance.remark }] : []),
        ]
      : []),
    ...(destruction
      ? [
          {
            label: '执行',
            value: <Person name={destruction.executor.name} role={destruction.executor.title} />,
          },
          {
            label: '院内监督',
            value: <Person name={destruction.witness.name} role={destruction.witness.title} />,
          },
          { label: '地点方式', value: `${destruction.place}，${destruction.method}` },
          { label: '销毁时间', value: instantText(destruction.at) },
        ]
      : []),
  ]
  return (
    <Card
      title="经手"
      scope="申请、批准、执行、监督是四个人"
      grow
      foot={
        destruction && (
          <>
            <ProofBadge no={destruction.eventId} />
            <Link to={`/movements/${destruction.movementId}`}>这笔出入账</Link>
          </>
        )
      }
    >
      <FactList items={items} />
      {destruction && (
        <div className="w-photos">
          <PhotoRow photos={destruction.photos} org={of.orgId} facts={[{ label: '报损单', value: of.no }]} />
        </div>
      )}
    </Card>
  )
}
