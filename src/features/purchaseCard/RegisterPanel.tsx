import { bySpelling } from '#ui/bySpelling.ts'
import { Select } from 'antd'
import { lastDayOf } from '#core/purchasing/rules.ts'
import { Panel } from '#ui/Panel.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { SchemaForm, type FieldProps } from '#ui/SchemaForm.tsx'
import { toast } from '#ui/toast.tsx'
import { cardPeople, maxPurchasers, registerCard, type Card } from './contract.ts'

interface Props {
  /** The card that this one follows; what is printed on it is carried over. */
  last: Card | undefined
  onClose: () => void
}

/** 登记印鉴卡: the first one, or 换卡. */
export function RegisterPanel({ last, onClose }: Props) {
  const act = useAct(registerCard, {
    onDone: () => {
      toast('已登记印鉴卡')
      onClose()
    },
  })
  const from = last && nextDay(last.validTo)
  const initial = last && {
    issuer: last.issuer,
    ...(from ? { validFrom: from, validTo: lastDayOf(from) } : {}),
    orgName: last.orgName,
    address: last.address,
    legalPerson: last.legalPerson,
    medHead: last.medHead,
    pharmHead: last.pharmHead,
    purchaserIds: last.purchasers.map((p) => p.userId),
  }
  return (
    <Panel
      open
      onClose={onClose}
      title={last ? '换卡：登记新卡' : '登记印鉴卡'}
      scope="照卡面填写；有效期 3 年，新卡起效后旧卡自动停用"
    >
      <SchemaForm
        schema={registerCard.input}
        initial={initial ?? {}}
        sections={[
          { title: '卡', keys: ['cardNo', 'issuer', 'issuedOn', 'validFrom', 'validTo'] },
          {
            title: '卡面',
            keys: ['orgName', 'address', 'legalPerson', 'medHead', 'pharmHead', 'purchaserIds'],
          },
        ]}
        fields={{ purchaserIds: (f) => <People field={f} /> }}
        submit="登记印鉴卡"
        k="F10"
        busy={act.busy}
        refused={act.refused}
        onSubmit={act.run}
      />
    </Panel>
  )
}

const nextDay = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)

function People({ field }: { field: FieldProps }) {
  const rows = useCall(cardPeople, {}).data?.rows ?? []
  return (
    <Select
      id={field.id}
      mode="multiple"
      maxCount={maxPurchasers}
      style={{ width: '100%' }}
      placeholder="卡上的采购人员"
      status={field.error ? 'error' : ''}
      showSearch={bySpelling}
      value={(field.value as number[] | undefined) ?? []}
      onChange={(v: number[]) => field.onChange(v)}
      options={rows.map((p) => ({ value: p.userId, label: `${p.name}（${p.title}）` }))}
    />
  )
}
