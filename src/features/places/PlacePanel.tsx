import { Segmented } from 'antd'
import { FactList } from '#ui/FactList.tsx'
import { num } from '#ui/format.ts'
import { Notice } from '#ui/Notice.tsx'
import { Panel } from '#ui/Panel.tsx'
import { useAct } from '#ui/query.ts'
import { ReasonButton } from '#ui/ReasonButton.tsx'
import { SchemaForm, type FieldProps } from '#ui/SchemaForm.tsx'
import { toast } from '#ui/toast.tsx'
import { sumText } from '#ui/unit-sums.ts'
import {
  createPlace,
  placeKindTitle,
  renamePlace,
  stopPlace,
  type Department,
  type Place,
} from './contract.ts'
import { CabinetSelect, DrawerDrugs } from './DrawerFields.tsx'
import { PlaceLimits } from './PlaceLimits.tsx'
import { DepartmentSelect } from './DepartmentSelect.tsx'

interface Props {
  of: Place | 'new'
  may: boolean
  department: number | undefined
  departments: readonly Department[]
  onClose: () => void
}

export function PlacePanel({ of, may, department, departments, onClose }: Props) {
  const title = of === 'new' ? '新增储位' : of.name
  return (
    <Panel open onClose={onClose} width={720} title={title} scope={of === 'new' ? undefined : of.code}>
      {of === 'new' ? (
        <New department={department} departments={departments} onClose={onClose} />
      ) : (
        <Known place={of} may={may} departments={departments} onClose={onClose} />
      )}
    </Panel>
  )
}

const lockText = (lock: boolean | null) => (lock === null ? '没有登记' : lock ? '有' : '没有')

/** Nothing chosen: nobody has said. */
function LockChoice({ field }: { field: FieldProps }) {
  return (
    <Segmented<string>
      value={typeof field.value === 'boolean' ? String(field.value) : ''}
      onChange={(v) => field.onChange(v === 'true')}
      options={[
        { value: 'true', label: '有' },
        { value: 'false', label: '没有' },
      ]}
    />
  )
}

const tiers = [
  { value: 1, label: '一级库' },
  { value: 2, label: '二级库' },
  { value: 3, label: '三级库' },
]

function New({ department, departments, onClose }: Omit<Props, 'of' | 'may'>) {
  const act = useAct(createPlace, {
    onDone: () => {
      toast('已新增储位')
      onClose()
    },
  })
  return (
    <div style={{ display: 'grid', gap: 14 }}>
      <Notice tone="blue">类型和级别决定它在账上的身份，建好后不能改；建错可停用后重建</Notice>
      <SchemaForm
        schema={createPlace.input}
        initial={{ tier: 1, ...(department ? { departmentId: department } : {}) }}
        titles={{ kind: placeKindTitle }}
        fields={{
          tier: (f) => <Segmented options={tiers} value={Number(f.value)} onChange={f.onChange} />,
          cabinetId: (f) => <CabinetSelect field={f} />,
          drugIds: (f) => <DrawerDrugs field={f} />,
          departmentId: (f) => (
            <DepartmentSelect
              id={f.id}
              value={f.value}
              onChange={f.onChange}
              departments={departments}
              placeholder="请选择"
            />
          ),
        }}
        submit="新增储位"
        busy={act.busy}
        refused={act.refused}
        onSubmit={act.run}
      />
    </div>
  )
}

function Known({ place, may, departments, onClose }: { place: Place } & Omit<Props, 'of' | 'department'>) {
  const done = (text: string) => ({
    onDone: () => {
      toast(text)
      onClose()
    },
  })
  const rename = useAct(renamePlace, done('已保存'))
  const stop = useAct(stopPlace, done('已停用'))
  const lies = place.kind === 'recovery' ? `${num(place.heldUnits)} 个空安瓿或废贴` : sumText(place.heldSums)
  const held = `${num(place.drugs)} 个品种${lies && `，${lies}`}`
  return (
    <div style={{ display: 'grid', gap: 18 }}>
      <FactList
        items={[
          { label: '类型', value: placeKindTitle[place.kind] },
          { label: '级别', value: `${place.tier} 级` },
          ...(place.cabinet
            ? [
                { label: '所在智能柜', value: place.cabinet },
                { label: '可放药品', value: place.drawerDrugs.join('、') || '不限' },
              ]
            : []),
          { label: '现存', value: held },
          { label: '双人双锁', value: lockText(place.doubleLock) },
        ]}
      />
      {stop.refused && <Notice tone="red">{stop.refused.text}</Notice>}
      {may && !place.stoppedAt && (
        <SchemaForm
          schema={renamePlace.input}
          initial={{
            id: place.placeId,
            name: place.name,
            departmentId: place.departmentId ?? undefined,
            doubleLock: place.doubleLock ?? undefined,
          }}
          hide={place.cabinetId === null ? ['id'] : ['id', 'doubleLock']}
          fields={{
            doubleLock: (f) => <LockChoice field={f} />,
            departmentId: (f) => (
              <DepartmentSelect
                id={f.id}
                value={f.value}
                onChange={f.onChange}
                departments={departments}
                placeholder="请选择"
              />
            ),
          }}
          submit="保存"
          busy={rename.busy}
          refused={rename.refused}
          onSubmit={rename.run}
          secondary={
            <ReasonButton
              verb="停用"
              hint="储位清空后才能停用"
              onConfirm={(reason) => stop.run({ id: place.placeId, reason })}
            />
          }
        />
      )}
      {place.kind !== 'recovery' && place.kind !== 'quarantine' && (
        <PlaceLimits placeId={place.placeId} may={may && !place.stoppedAt} />
      )}
    </div>
  )
}
