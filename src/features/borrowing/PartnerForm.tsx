import { Input, Segmented } from 'antd'
import { DateField } from '#ui/DateField.tsx'
import { Labelled } from '#ui/Labelled.tsx'
import { loanPartnerTitle } from './contract.ts'
import type { Partner, usePartner } from './usePartner.ts'

export function PartnerForm({ of, change }: Pick<ReturnType<typeof usePartner>, 'of' | 'change'>) {
  return (
    <>
      <Labelled title="对方单位">
        <Input
          value={of.partner}
          maxLength={80}
          placeholder="全称"
          onChange={(e) => change({ partner: e.target.value })}
        />
      </Labelled>
      <Segmented<string>
        block
        options={Object.entries(loanPartnerTitle).map(([value, label]) => ({ value, label }))}
        value={of.partnerKind}
        onChange={(v) => change({ partnerKind: v as Partner['partnerKind'] })}
      />
      <Labelled title="原因">
        <Input.TextArea
          rows={2}
          maxLength={300}
          value={of.reason}
          placeholder="抢救什么患者，为什么本院不能满足"
          onChange={(e) => change({ reason: e.target.value })}
        />
      </Labelled>
      <Labelled title="约定归还日期" hint="可不填">
        <DateField value={of.returnOn ?? ''} onChange={(returnOn) => change({ returnOn })} />
      </Labelled>
    </>
  )
}
