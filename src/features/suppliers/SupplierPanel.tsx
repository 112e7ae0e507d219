import { ActButton } from '#ui/ActButton.tsx'
import { FactList } from '#ui/FactList.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Panel } from '#ui/Panel.tsx'
import { useAct } from '#ui/query.ts'
import { ReasonButton } from '#ui/ReasonButton.tsx'
import { SchemaForm, type FieldProps } from '#ui/SchemaForm.tsx'
import { toast } from '#ui/toast.tsx'
import { LicenceRows } from './LicenceRows.tsx'
import {
  createSupplier,
  licenceKindTitle,
  resumeSupplier,
  stopSupplier,
  updateSupplier,
  type Licence,
  type Supplier,
} from './contract.ts'

interface Props {
  of: Supplier | 'new'
  may: boolean
  onClose: () => void
}

export function SupplierPanel({ of, may, onClose }: Props) {
  return (
    <Panel
      open
      onClose={onClose}
      title={of === 'new' ? '新增供应商' : of.name}
      scope={of === 'new' ? undefined : of.code}
    >
      {of === 'new' ? (
        <New onClose={onClose} />
      ) : may ? (
        <Edit supplier={of} onClose={onClose} />
      ) : (
        <Facts supplier={of} />
      )}
    </Panel>
  )
}

const fields = {
  licences: (f: FieldProps) => (
    <LicenceRows value={(f.value as Licence[] | undefined) ?? []} onChange={f.onChange} />
  ),
}

function New({ onClose }: { onClose: () => void }) {
  const act = useAct(createSupplier, {
    onDone: () => {
      toast('已新增供应商')
      onClose()
    },
  })
  return (
    <SchemaForm
      schema={createSupplier.input}
      fields={fields}
      submit="新增供应商"
      busy={act.busy}
      refused={act.refused}
      onSubmit={act.run}
    />
  )
}

/** What the form starts from: absent instead of null. */
function initialOf({ supplierId, name, ...s }: Supplier) {
  return {
    id: supplierId,
    name,
    licenceNo: s.licenceNo ?? undefined,
    licenceValidTo: s.licenceValidTo ?? undefined,
    licences: s.licences.map(({ kind, licenceNo, validTo }) => ({ kind, licenceNo, validTo })),
    contact: s.contact ?? undefined,
    phone: s.phone ?? undefined,
    address: s.address ?? undefined,
  }
}

function Edit({ supplier, onClose }: { supplier: Supplier; onClose: () => void }) {
  const done = (text: string) => ({
    onDone: () => {
      toast(text)
      onClose()
    },
  })
  const act = useAct(updateSupplier, done('已保存'))
  const stop = useAct(stopSupplier, done('已停用'))
  const resume = useAct(resumeSupplier, done('已恢复'))
  const id = supplier.supplierId
  const refused = stop.refused ?? resume.refused
  return (
    <>
      {refused && <Notice tone="red">{refused.text}</Notice>}
      <SchemaForm
        schema={updateSupplier.input}
        initial={initialOf(supplier)}
        hide={['id']}
        fields={fields}
        submit="保存"
        busy={act.busy}
        refused={act.refused}
        onSubmit={act.run}
        secondary={
          supplier.stoppedAt ? (
            <ActButton busy={resume.busy} onClick={() => resume.run({ id })}>
              恢复
            </ActButton>
          ) : (
            <ReasonButton
              verb="停用"
              hint="停用后不能再下采购单，历史记录保留"
              onConfirm={(reason) => stop.run({ id, reason })}
            />
          )
        }
      />
    </>
  )
}

function Facts({ supplier: s }: { supplier: Supplier }) {
  return (
    <FactList
      items={[
        { label: '经营许可证号', value: s.licenceNo ?? '未登记' },
        { label: '许可证有效期至', value: s.licenceValidTo ?? '未登记' },
        ...s.licences.map((l) => ({
          label: licenceKindTitle[l.kind],
          value: `${l.licenceNo}，${l.validTo ? `有效期至 ${l.validTo}` : '长期'}`,
        })),
        { label: '联系人', value: s.contact ?? '未登记' },
        { label: '电话', value: s.phone ?? '未登记' },
        { label: '地址', value: s.address ?? '未登记' },
      ]}
    />
  )
}
