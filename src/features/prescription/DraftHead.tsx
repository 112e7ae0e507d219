import { bySpelling } from '#ui/bySpelling.ts'
import { Input, InputNumber, Segmented, Select } from 'antd'
import { listDepartments } from '#features/places/contract.ts'
import { Card } from '#ui/Card.tsx'
import { useCall } from '#ui/query.ts'
import { categoryTitle, encounterTitle, purposeTitle, useAtTitle } from './contract.ts'
import { Field } from './Field.tsx'
import { RecordNotice } from './RecordNotice.tsx'
import type { Draft, Writing } from './useDraft.ts'

const documents = ['居民身份证', '社会保障卡', '护照', '其他证件'] as const
const payments = ['医保', '自费', '公费', '其他'] as const
const emergency = 'emergency'

const of = <K extends string>(titles: Record<K, string>, keys: readonly K[]) =>
  keys.map((value) => ({ value, label: titles[value] }))

/** 前记: who the patient is, how that was seen, and which rules hold for the visit. */
export function DraftHead({ w }: { w: Writing }) {
  const { draft: d, change } = w
  const departments = useCall(listDepartments, {}).data?.rows ?? []
  type TextKey =
    | 'name'
    | 'recordNo'
    | 'idNo'
    | 'diagnosis'
    | 'bed'
    | 'agentName'
    | 'agentIdNo'
    | 'paperNo'
    | 'emergencyReason'
  const line = (key: TextKey, maxLength: number, placeholder = '') => (
    <Input
      value={d[key]}
      maxLength={maxLength}
      placeholder={placeholder}
      onChange={(e) => change({ [key]: e.target.value } as Partial<Draft>)}
    />
  )
  const inpatient = d.encounter === 'inpatient'
  const purposes = inpatient ? (['pump', 'discharge'] as const) : (['adhd', 'pump', 'compound'] as const)
  return (
    <Card title="就诊与患者">
      <div className="rx-form" data-keep-focus>
        <Field title="就诊方式" wide={2}>
          <Segmented
            block
            value={d.encounter}
            onChange={(encounter) => change({ encounter })}
            options={of(encounterTitle, ['outpatient', 'emergency', 'inpatient'])}
          />
        </Field>
        <Field title="患者类别" wide={2}>
          <Select
            value={d.category}
            disabled={inpatient}
            onChange={(category) => change({ category })}
            options={of(
              categoryTitle,
              inpatient ? ['inpatient', 'cancer'] : ['general', 'cancer', 'chronic'],
            )}
          />
        </Field>
        <Field title="特殊情形">
          <Select
            allowClear
            placeholder="无"
            value={d.purpose}
            onChange={(purpose?: Draft['purpose']) => change({ purpose })}
            options={of(purposeTitle, purposes)}
          />
        </Field>
        <Field title="费别">
          <Select
            value={d.payment}
            onChange={(payment) => change({ payment })}
            options={payments.map((p) => ({ value: p, label: p }))}
          />
        </Field>
        <Field title="患者姓名">{line('name', 40)}</Field>
        <Field title="性别">
          <Segmented
            block
            value={d.sex ?? ''}
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
            value={d.age ?? null}
            onChange={(n) => change({ age: n ?? undefined })}
          />
        </Field>
        <Field title="病历号">{line('recordNo', 40)}</Field>
        <Field title="科别">
          <Select
            allowClear
            showSearch={bySpelling}
            placeholder="可不选"
            value={d.departmentId}
            onChange={(departmentId?: number) => change({ departmentId })}
            options={departments.map((x) => ({ value: x.departmentId, label: x.name }))}
          />
        </Field>
        <Field title={inpatient ? '床位号' : '处方纸编号'}>
          {inpatient ? line('bed', 20) : line('paperNo', 30, '可不填')}
        </Field>
        <Field title="身份核对">
          <Select
            value={d.verifiedHow ?? emergency}
            onChange={(v) =>
              change({ verifiedHow: v === emergency ? undefined : (v as Draft['verifiedHow']) })
            }
            options={[
              ...documents.map((v) => ({ value: v as string, label: v as string })),
              { value: emergency, label: '急诊，来不及核对' },
            ]}
          />
        </Field>
        {d.verifiedHow === undefined ? (
          <Field title="急诊先行处方的原因" wide={2}>
            {line('emergencyReason', 200, '例如：车祸昏迷，无陪同')}
          </Field>
        ) : (
          <Field title="身份证明编号" wide={2}>
            {line('idNo', 30, '核对证件后填写')}
          </Field>
        )}
        <Field title="临床诊断" wide={3}>
          {line('diagnosis', 120)}
        </Field>
        <Field title="代办人">{line('agentName', 40, '可不填')}</Field>
        <Field title="代办人身份证明编号" wide={2}>
          {line('agentIdNo', 30)}
        </Field>
        <Field title="使用地点" wide={2}>
          <Segmented
            block
            disabled={inpatient}
            value={d.useAt}
            onChange={(useAt) => change({ useAt })}
            options={of(useAtTitle, ['home', 'institution'])}
          />
        </Field>
      </div>
      {(d.category === 'cancer' || d.category === 'chronic') && <RecordNotice recordNo={d.recordNo.trim()} />}
    </Card>
  )
}
