import { InputNumber, Segmented, Select } from 'antd'
import { useState } from 'react'
import { classTitle } from '#core/contract.ts'
import { listDepartments } from '#features/places/contract.ts'
import { listStaff } from '#features/staff/contract.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { bySpelling } from '#ui/bySpelling.ts'
import { DateField } from '#ui/DateField.tsx'
import { dateText } from '#ui/format.ts'
import { Labelled } from '#ui/Labelled.tsx'
import { go } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Panel } from '#ui/Panel.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import { drawReview, mostDrawn, reviewClass } from './contract.ts'
import { lastMonth } from './rules.ts'

type Class = (typeof reviewClass.options)[number]

/** Period, range and size: what is drawn is up to chance. */
export function DrawPanel({ onClose }: { onClose: () => void }) {
  const [period, setPeriod] = useState<{ from?: string; to?: string }>(() => lastMonth(dateText(Date.now())))
  const [classes, setClasses] = useState<Class[]>([])
  const [departmentIds, setDepartments] = useState<number[]>([])
  const [prescriberIds, setPrescribers] = useState<number[]>([])
  const [measure, setMeasure] = useState<'count' | 'share'>('count')
  const [size, setSize] = useState<number | null>(50)
  const departments = useCall(listDepartments, {}).data?.rows ?? []
  const people = useCall(listStaff, { pageSize: 500 }).data?.rows ?? []
  const doctors = people.filter((p) => p.qualifications.some((q) => q.type === 'prescribe'))
  const act = useAct(drawReview, {
    onDone: (r) => {
      toast(`${r.no} 从 ${r.frameCount} 张中抽取 ${r.drawnCount} 张`)
      go(`/prescription-reviews/${r.reviewId}`)
    },
  })
  const { from, to } = period
  const lack = [(!from || !to) && '时段', size === null && '数量'].filter(Boolean).join('、')
  const most = measure === 'share' ? 100 : mostDrawn
  return (
    <Panel
      open
      onClose={onClose}
      title="抽取点评处方"
      scope="范围先固定并留下指纹，再由系统生成种子，按种子抽取"
      width={560}
    >
      <div className="z-column">
        <div className="pr-pair">
          <Labelled title="开具日期自">
            <DateField value={from} onChange={(v) => setPeriod({ ...period, from: v })} />
          </Labelled>
          <Labelled title="至">
            <DateField value={to} onChange={(v) => setPeriod({ ...period, to: v })} />
          </Labelled>
        </div>
        <Labelled title="管制分类" hint="不选为麻、精一、精二全部">
          <Select
            mode="multiple"
            aria-label="管制分类"
            value={classes}
            onChange={setClasses}
            options={reviewClass.options.map((value) => ({ value, label: classTitle[value] }))}
          />
        </Labelled>
        <Labelled title="科室" hint="不选为全院">
          <Select
            mode="multiple"
            aria-label="科室"
            value={departmentIds}
            onChange={setDepartments}
            showSearch={bySpelling}
            options={departments.map((d) => ({ value: d.departmentId, label: d.name }))}
          />
        </Labelled>
        <Labelled title="医师" hint="不选为全部">
          <Select
            mode="multiple"
            aria-label="医师"
            value={prescriberIds}
            onChange={setPrescribers}
            showSearch={bySpelling}
            options={doctors.map((p) => ({ value: p.userId, label: `${p.name} ${p.title}` }))}
          />
        </Labelled>
        <div className="pr-pair">
          <Labelled title="抽取">
            <Segmented
              block
              value={measure}
              onChange={setMeasure}
              options={[
                { value: 'count', label: '按张数' },
                { value: 'share', label: '按比例' },
              ]}
            />
          </Labelled>
          <Labelled title={measure === 'count' ? '张数' : '百分之'}>
            <InputNumber
              aria-label="抽取数量"
              min={1}
              max={most}
              precision={0}
              value={size}
              onChange={setSize}
              style={{ width: '100%' }}
            />
          </Labelled>
        </div>
        <span className="z-caption">抽取以后不能撤销，也不能换一批；再抽只会从余下的处方里增加。</span>
        {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
        <ActButton
          kind="filled"
          k="F10"
          wide
          busy={act.busy}
          blocked={lack || undefined}
          onClick={() =>
            act.run({
              from: from ?? '',
              to: to ?? '',
              classes,
              departmentIds,
              prescriberIds,
              measure,
              size: Math.min(size ?? 1, most),
            })
          }
        >
          随机抽取
        </ActButton>
      </div>
    </Panel>
  )
}
