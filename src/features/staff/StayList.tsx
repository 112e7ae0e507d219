import { useState } from 'react'
import { stayTitle } from '#core/identity/contract.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { useMe } from '#ui/me.ts'
import { Notice } from '#ui/Notice.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { useAct } from '#ui/query.ts'
import { ReasonButton } from '#ui/ReasonButton.tsx'
import { SchemaForm } from '#ui/SchemaForm.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { toast } from '#ui/toast.tsx'
import { endStay, markStay, type StaffMember, type StayOf } from './contract.ts'

const stateTitle = { ahead: '未开始', now: '进行中', over: '已结束' } as const

/** 试用期 and 进修: most people have neither, so an empty list takes one line. */
export function StayList({ person, may }: { person: StaffMember; may: boolean }) {
  const [marking, setMarking] = useState(false)
  const self = useMe().userId === person.userId
  const end = useAct(endStay, {
    onDone: (r) => toast(r.revoked > 0 ? '已结束，进修期间的处方权同时撤销' : '已结束'),
  })
  const mark = useAct(markStay, {
    onDone: () => {
      toast('已登记')
      setMarking(false)
    },
  })
  const change = may && !self
  if (person.stays.length === 0 && !change) return null
  return (
    <section style={{ display: 'grid', gap: 10 }}>
      <h3>试用期与进修</h3>
      {person.stays.length > 0 && (
        <PlainTable
          rows={person.stays}
          rowKey={(r) => r.stayId}
          columns={[
            { key: 'kind', title: '类别', text: (r) => stayTitle[r.kind] },
            { key: 'term', title: '起止', text: (r) => `${r.validFrom} 至 ${r.validTo}` },
            { key: 'home', title: '选派单位', text: (r) => r.home ?? '' },
            { key: 'state', title: '状态', render: (r) => <State of={r} /> },
            {
              key: 'act',
              title: '',
              align: 'right',
              render: (r) =>
                change &&
                r.state !== 'over' && (
                  <ReasonButton
                    size="small"
                    verb="结束"
                    presets={r.kind === 'probation' ? ['转正', '离职'] : ['进修结业', '提前返回']}
                    onConfirm={(reason) => end.run({ stayId: r.stayId, reason })}
                  />
                ),
            },
          ]}
        />
      )}
      {end.refused && <Notice tone="red">{end.refused.text}</Notice>}
      {change && !marking && (
        <div>
          <ActButton onClick={() => setMarking(true)}>登记试用期或进修</ActButton>
        </div>
      )}
      {marking && (
        <>
          <span className="z-caption">
            试用期医师开的处方须由有处方权的医师审核签名；进修医师的处方权由本院考核后授予，不晚于进修结束
          </span>
          <SchemaForm
            schema={markStay.input}
            initial={{ id: person.userId }}
            hide={['id']}
            titles={{ kind: stayTitle }}
            submit="登记"
            busy={mark.busy}
            refused={mark.refused}
            onSubmit={mark.run}
          />
        </>
      )}
    </section>
  )
}

function State({ of }: { of: StayOf }) {
  if (of.state === 'now') return <StatusTag tone="blue">{stateTitle.now}</StatusTag>
  const early = of.endedOn ? `，${of.endedOn} ${of.endedReason ?? ''}` : ''
  return <StatusTag tone="grey">{stateTitle[of.state] + early}</StatusTag>
}
