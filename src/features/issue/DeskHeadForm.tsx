import { bySpelling } from '#ui/bySpelling.ts'
import { Input, InputNumber, Segmented, Select } from 'antd'
import { useEffect, type ReactNode } from 'react'
import { listDepartments, listPlaces } from '#features/places/contract.ts'
import { Card } from '#ui/Card.tsx'
import { useMe } from '#ui/me.ts'
import { useCall } from '#ui/query.ts'
import { issueKindTitle, issuePeople } from './contract.ts'
import type { Desk } from './useDesk.tsx'

interface FieldProps {
  title: string
  wide?: boolean
  children: ReactNode
}

export function Field({ title, wide, children }: FieldProps) {
  return (
    // Not a label: a click on a select inside one arrives twice, and closes what it opened.
    <div className="i-field" data-wide={wide ? '2' : undefined} role="group" aria-label={title}>
      <span>{title}</span>
      {children}
    </div>
  )
}

interface Person {
  userId: number
  name: string
  title: string
}

/** Found by name or title; both are shown, because a name never stands alone. */
export function People({
  value,
  onChange,
  from,
  clear,
}: {
  value: number | undefined
  onChange: (id: number | undefined) => void
  from: readonly Person[]
  clear?: boolean
}) {
  return (
    <Select
      showSearch={bySpelling}
      optionLabelProp="name"
      placeholder="请选择"
      popupMatchSelectWidth={220}
      allowClear={clear ?? false}
      value={value}
      onChange={onChange}
      options={from.map((p) => ({ value: p.userId, name: p.name, label: `${p.name} ${p.title}` }))}
    />
  )
}

/** The place of one's own department first, else the first that dispenses. */
export function usePlaces(desk: {
  readonly head: { readonly locationId: number | undefined }
  readonly change: (patch: { locationId: number }) => void
}) {
  const me = useMe()
  const rows = useCall(listPlaces, { state: 'active', pageSize: 500 }).data?.rows ?? []
  const stores = rows.filter((p) => ['store', 'cabinet', 'drawer', 'ward'].includes(p.kind))
  const own = stores.find((p) => p.department === me.department) ?? stores.find((p) => p.tier === 2)
  const { change, head } = desk
  useEffect(() => {
    if (head.locationId === undefined && own) change({ locationId: own.placeId })
  }, [own, head.locationId, change])
  return stores
}

/** The paper in compact form: which surgery or prescription, which patient, who prescribes, whose hand. */
export function DeskHeadForm({ desk }: { desk: Desk }) {
  const { head, change } = desk
  const people = useCall(issuePeople, {}).data ?? { prescribers: [], holders: [] }
  const departments = useCall(listDepartments, {}).data?.rows ?? []
  const places = usePlaces(desk)
  const line = (
    key: 'refNo' | 'title' | 'room' | 'name' | 'recordNo' | 'idNo' | 'diagnosis',
    maxLength: number,
    placeholder = '',
  ) => (
    <Input
      value={head[key]}
      maxLength={maxLength}
      placeholder={placeholder}
      onChange={(e) => change({ [key]: e.target.value })}
    />
  )
  const surgery = head.kind === 'surgery'
  const kinds = (['surgery', 'prescription'] as const).map((value) => ({
    value,
    label: issueKindTitle[value],
  }))
  return (
    <Card
      title={surgery ? '手术与患者' : '处方与患者'}
      extra={
        <Segmented size="small" value={head.kind} onChange={(kind) => change({ kind })} options={kinds} />
      }
    >
      {/* What is written of a patient must never slip into the scan box while somebody reads the paper. */}
      <div className="i-head" data-keep-focus>
        <Field title={surgery ? '手术编号' : '处方编号'}>
          {line('refNo', 40, surgery ? 'SS-1123-009' : '可扫处方条码')}
        </Field>
        <Field title={surgery ? '手术名称' : '处方说明'} wide>
          {line('title', 80)}
        </Field>
        <Field title={surgery ? '手术间' : '床位'}>{line('room', 40)}</Field>
        <Field title="科室">
          <Select
            allowClear
            showSearch={bySpelling}
            placeholder="可不选"
            popupMatchSelectWidth={180}
            value={head.departmentId}
            onChange={(departmentId?: number) => change({ departmentId })}
            options={departments.map((d) => ({ value: d.departmentId, label: d.name }))}
          />
        </Field>
        <Field title="发药储位">
          <Select
            value={head.locationId}
            onChange={(locationId) => change({ locationId })}
            options={places.map((p) => ({ value: p.placeId, label: p.name }))}
          />
        </Field>
        <Field title="患者姓名">{line('name', 40)}</Field>
        <Field title="性别">
          <Segmented
            block
            value={head.sex ?? ''}
            onChange={(sex) => change({ sex: sex as '男' | '女' })}
            options={['男', '女']}
          />
        </Field>
        <Field title="年龄">
          <InputNumber
            min={0}
            max={150}
            precision={0}
            suffix="岁"
            value={head.age ?? null}
            onChange={(n) => change({ age: n ?? undefined })}
          />
        </Field>
        <Field title="病历号">{line('recordNo', 40)}</Field>
        <Field title="疾病名称" wide>
          {line('diagnosis', 120)}
        </Field>
        <Field title={surgery ? '主刀或开方医师' : '开方医师'}>
          <People
            value={head.doctorId}
            onChange={(doctorId) => change({ doctorId })}
            from={people.prescribers}
          />
        </Field>
        {surgery && (
          <Field title="麻醉医师">
            <People
              clear
              value={head.anaesthetistId}
              onChange={(id) => change({ anaesthetistId: id, ...(head.holderId ? {} : { holderId: id }) })}
              from={people.prescribers}
            />
          </Field>
        )}
        <Field title="领用人（药在谁手里）" wide>
          <People value={head.holderId} onChange={(holderId) => change({ holderId })} from={people.holders} />
        </Field>
        <Field title="身份证明编号" wide>
          {line('idNo', 30, '可不填')}
        </Field>
      </div>
    </Card>
  )
}
