import { Button, Select } from 'antd'
import { useState } from 'react'
import { classTitle } from '#core/contract.ts'
import { listPlaces } from '#features/places/contract.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { dateText } from '#ui/format.ts'
import { Notice } from '#ui/Notice.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { Panel } from '#ui/Panel.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { SchemaForm } from '#ui/SchemaForm.tsx'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { toast } from '#ui/toast.tsx'
import { categoryTitle, encounterTitle, formTitle, purposeTitle } from './contract.ts'
import {
  dispensaryTitle,
  endLimit,
  listDispensaries,
  listLimits,
  setDispensary,
  setLimit,
  type LimitRow,
} from './limitContract.ts'
import './prescription.css'

const modeTitle = { special: '特殊', table: '一般', cap: '另限', own: '本院' } as const
const words = (r: LimitRow): string =>
  [
    r.maxDoses !== null && (r.maxDoses === 1 ? '一次常用量' : `${r.maxDoses} 次常用量`),
    r.maxDays !== null && `${r.maxDays} 日常用量`,
    r.maxUnits !== null && `总量 ${r.maxUnits}`,
    r.maxDoseDays !== null && `${r.maxDoseDays} 日极量`,
    r.maxRunDays !== null && `连用 ${r.maxRunDays} 日`,
    r.inInstitution && '只限本机构内使用',
    r.secondGrade && '只限二级以上医院',
    r.onlyPurpose !== null && '只能配入复方',
    r.needsInstruction && '写明速度与时长',
    r.needsRecord && '须有长期用药档案',
    r.reasonAllowed && '医师写明理由可延长',
  ]
    .filter(Boolean)
    .join('，')

/** A purpose says whom it is for; 门急诊 unless the row names an inpatient. */
function whom(r: LimitRow): string {
  if (r.purpose !== null) return purposeTitle[r.purpose]
  if (r.patient === 'ANY') return '各类患者'
  const visit = r.encounter === 'ANY' ? (r.patient === 'inpatient' ? '' : '门急诊') : encounterTitle[r.encounter]
  return `${visit}${categoryTitle[r.patient]}`
}

const what = (r: LimitRow): string =>
  [r.class === 'ANY' ? '各类' : classTitle[r.class], r.ingredient, r.form === 'ANY' ? '' : formTitle[r.form]]
    .filter(Boolean)
    .join(' ')

/** 限量与窗口: the law's limits in their order, what the hospital made stricter, and where it dispenses. */
export function Page() {
  const [open, setOpen] = useState(false)
  const limits = useCall(listLimits, {})
  const ending = useAct(endLimit, { onDone: () => toast('已停用') })
  return (
    <Frame
      fit
      title="处方限量与窗口"
      crumb={[{ title: '处方', to: '/prescriptions' }, { title: '限量与窗口' }]}
      scope="本院限量只能比国家规定严"
      actions={
        <ActButton kind="filled" k="F4" onClick={() => setOpen(true)}>
          设本院限量
        </ActButton>
      }
    >
      <Columns widths="minmax(0, 1fr) 280px">
        <Card title="限量" scope={`${dateText(Date.now())} 有效，特殊情形先于一般`} flush grow>
          {ending.refused && <Notice tone="red">{ending.refused.text}</Notice>}
          {!limits.data ? (
            <SkeletonRows rows={12} />
          ) : (
            <PlainTable
              rows={[
                ...limits.data.rows.filter((r) => r.mode === 'own'),
                ...limits.data.rows.filter((r) => r.mode !== 'own'),
              ]}
              rowKey={(r) => `${r.id ?? ''}${r.title}${r.class}${r.form}${r.patient}`}
              tone={(r) => (r.mode === 'own' ? 'blue' : undefined)}
              columns={[
                {
                  key: 'mode',
                  title: '种类',
                  width: 64,
                  render: (r) =>
                    r.mode === 'own' ? <StatusTag tone="blue">本院</StatusTag> : modeTitle[r.mode],
                },
                { key: 'what', title: '药品', width: 170, text: what },
                { key: 'whom', title: '患者', width: 150, text: whom },
                { key: 'words', title: '每张处方', text: words },
                { key: 'article', title: '依据', width: 220, text: (r) => r.article },
                {
                  key: 'act',
                  title: '',
                  width: 60,
                  render: (r) =>
                    r.id !== null && (
                      <button
                        type="button"
                        className="z-link"
                        onClick={() => void ending.run({ limitId: r.id ?? 0 })}
                      >
                        停用
                      </button>
                    ),
                },
              ]}
            />
          )}
        </Card>
        <Column>
          <Dispensaries />
        </Column>
      </Columns>
      <Panel title="设本院限量" scope="比国家规定宽的不收" open={open} onClose={() => setOpen(false)}>
        <NewLimit onDone={() => setOpen(false)} />
      </Panel>
    </Frame>
  )
}

function NewLimit({ onDone }: { onDone: () => void }) {
  const act = useAct(setLimit, {
    onDone: () => {
      toast('本院限量已设')
      onDone()
    },
  })
  return (
    <SchemaForm
      schema={setLimit.input}
      columns={2}
      initial={{ measure: 'days', validFrom: dateText(Date.now()) }}
      titles={{
        class: { NAR: '麻醉药品', PS1: '第一类精神药品', PS2: '第二类精神药品' },
        form: { ...formTitle, ANY: '各种剂型' },
        patient: categoryTitle,
        measure: { doses: '次常用量', days: '日常用量' },
      }}
      submit="设本院限量"
      k="F10"
      busy={act.busy}
      {...(act.refused ? { refused: act.refused } : {})}
      onSubmit={act.run}
    />
  )
}

/** 438号 Art 16: fixed windows; an emergency pharmacy gives nothing home but injections. */
function Dispensaries() {
  const windows = useCall(listDispensaries, {})
  const places = useCall(listPlaces, { state: 'active', kind: 'store', pageSize: 200 }).data?.rows ?? []
  const [locationId, setLocation] = useState<number>()
  const [kind, setKind] = useState<keyof typeof dispensaryTitle>('outpatient')
  const act = useAct(setDispensary, { onDone: () => toast('窗口已登记') })
  return (
    <Card title="处方发药窗口" scope="只有登记的窗口能发给患者" flush grow>
      <PlainTable
        rows={windows.data?.rows ?? []}
        rowKey={(r) => r.locationId}
        columns={[
          { key: 'name', title: '储位' },
          { key: 'kind', title: '类别', width: 110, text: (r) => dispensaryTitle[r.kind] },
        ]}
      />
      <div className="rx-add rx-foot" data-keep-focus>
        <Select
          placeholder="储位"
          aria-label="储位"
          value={locationId}
          onChange={setLocation}
          options={places.map((p) => ({ value: p.placeId, label: p.name }))}
        />
        <Select
          value={kind}
          aria-label="窗口类别"
          onChange={setKind}
          options={Object.entries(dispensaryTitle).map(([value, label]) => ({
            value: value as typeof kind,
            label,
          }))}
        />
        {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
        <Button
          disabled={locationId === undefined}
          loading={act.busy}
          onClick={() => void act.run({ locationId: locationId ?? 0, kind })}
        >
          登记窗口
        </Button>
      </div>
    </Card>
  )
}
