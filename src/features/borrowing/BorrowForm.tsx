import { Select } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { Columns } from '#ui/Columns.tsx'
import { Labelled } from '#ui/Labelled.tsx'
import { useMe } from '#ui/me.ts'
import { go } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { useAct } from '#ui/query.ts'
import { SignatureSlot } from '#ui/SignatureSlot.tsx'
import { toast } from '#ui/toast.tsx'
import { sumText } from '#ui/unit-sums.ts'
import { useSecondPerson } from '#ui/useSecondPerson.tsx'
import { ArrivalRows } from './ArrivalRows.tsx'
import { borrowIn } from './contract.ts'
import { PartnerForm } from './PartnerForm.tsx'
import { useArrivals } from './useArrivals.ts'
import { usePartner } from './usePartner.ts'
import { useStores } from './useStores.ts'

export function BorrowForm() {
  const me = useMe()
  const stores = useStores()
  const [place, setPlace] = useState<number>()
  const to = stores.find((p) => p.placeId === place) ?? stores[0]
  const arrivals = useArrivals()
  const partner = usePartner()
  const input = { ...partner.input, locationId: to?.placeId ?? 0, items: arrivals.input }
  const second = useSecondPerson(borrowIn, input)
  const act = useAct(borrowIn, {
    onDone: (r) => {
      toast(`${r.no} 已借入 ${sumText(r.sums)}，请在 24 小时内备案`)
      go(`/borrowings/${r.id}`)
    },
  })
  const lack = [
    arrivals.rows.length === 0 && '借入的药品',
    ...partner.lack,
    !second.present && '验收人到场',
  ].filter(Boolean)
  async function sign() {
    const witness = await second.sign()
    if (witness) await act.run(input, { witness })
  }
  return (
    <Columns widths="minmax(0, 1fr) 420px">
      <Card title="借入药品" scope={`${arrivals.rows.length} 行`} flush grow>
        <ArrivalRows arrivals={arrivals} />
      </Card>
      <Card title="借入签字" grow>
        <div className="z-column">
          <PartnerForm {...partner} />
          <Labelled title="放进">
            <Select
              value={to?.placeId}
              onChange={setPlace}
              options={stores.map((p) => ({ value: p.placeId, label: p.name }))}
            />
          </Labelled>
          <SignatureSlot order="第一人" title="经办" state="present" name={me.name} role={me.title} />
          <SignatureSlot {...second.slotProps} />
          {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
          <ActButton
            kind="filled"
            k="F10"
            wide
            blocked={lack.join('、') || undefined}
            busy={act.busy}
            onClick={sign}
          >
            签字借入
          </ActButton>
        </div>
      </Card>
    </Columns>
  )
}
