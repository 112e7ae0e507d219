import { useState } from 'react'
import { qualifications } from '#core/identity/permissions.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { Notice } from '#ui/Notice.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { useAct } from '#ui/query.ts'
import { ReasonButton } from '#ui/ReasonButton.tsx'
import { SchemaForm } from '#ui/SchemaForm.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { toast } from '#ui/toast.tsx'
import {
  grantQualification,
  revokeQualification,
  type QualificationOf,
  type StaffMember,
} from './contract.ts'

export function QualificationList({ person, may }: { person: StaffMember; may: boolean }) {
  const [granting, setGranting] = useState(false)
  const revoke = useAct(revokeQualification, { onDone: () => toast('已撤销资格') })
  const live = (q: QualificationOf) => q.state !== 'revoked' && q.state !== 'expired'
  return (
    <section style={{ display: 'grid', gap: 10 }}>
      <PlainTable
        rows={person.qualifications}
        rowKey={(r) => r.qualificationId}
        empty={<EmptyState title="没有资格" text="没有资格的人不能处方、调剂或接触麻精药品" />}
        columns={[
          {
            key: 'type',
            title: '资格',
            text: (r) => qualifications[r.type] + (r.basis === 'visiting' ? '（进修）' : ''),
          },
          { key: 'certificateNo', title: '证书编号', text: (r) => r.certificateNo ?? '' },
          { key: 'term', title: '有效期', text: (r) => `${r.validFrom} 至 ${r.validTo}` },
          { key: 'state', title: '状态', render: (r) => <State of={r} /> },
          {
            key: 'act',
            title: '',
            align: 'right',
            render: (r) =>
              may &&
              live(r) && (
                <ReasonButton
                  size="small"
                  verb="撤销"
                  onConfirm={(reason) => revoke.run({ qualificationId: r.qualificationId, reason })}
                />
              ),
          },
        ]}
      />
      {revoke.refused && <Notice tone="red">{revoke.refused.text}</Notice>}
      {may && !granting && (
        <div>
          <ActButton onClick={() => setGranting(true)}>授予资格</ActButton>
        </div>
      )}
      {granting && <Grant person={person} onDone={() => setGranting(false)} />}
    </section>
  )
}

function State({ of }: { of: QualificationOf }) {
  if (of.state === 'valid') return <>有效</>
  if (of.state === 'nearExpiry') return <StatusTag tone="amber">即将到期</StatusTag>
  if (of.state === 'expired') return <StatusTag tone="red">已过期</StatusTag>
  if (of.state === 'ahead') return <StatusTag tone="grey">未生效</StatusTag>
  return <StatusTag tone="grey">{`已撤销：${of.revokedReason ?? ''}`}</StatusTag>
}

function Grant({ person, onDone }: { person: StaffMember; onDone: () => void }) {
  const act = useAct(grantQualification, {
    onDone: () => {
      toast('已授予资格')
      onDone()
    },
  })
  return (
    <SchemaForm
      schema={grantQualification.input}
      initial={{ id: person.userId }}
      hide={['id']}
      titles={{ type: qualifications }}
      submit="授予资格"
      busy={act.busy}
      refused={act.refused}
      onSubmit={act.run}
    />
  )
}
