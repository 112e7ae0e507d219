import { Select } from 'antd'
import { useState } from 'react'
import { Card } from '#ui/Card.tsx'
import { Columns } from '#ui/Columns.tsx'
import { Labelled } from '#ui/Labelled.tsx'
import { go } from '#ui/nav.tsx'
import { toast } from '#ui/toast.tsx'
import { TwoSignatures } from '#ui/TwoSignatures.tsx'
import { sumText } from '#ui/unit-sums.ts'
import { useSigned } from '#ui/useSigned.ts'
import { ArrivalRows } from './ArrivalRows.tsx'
import { borrowIn } from './contract.ts'
import { PartnerForm } from './PartnerForm.tsx'
import { useArrivals } from './useArrivals.ts'
import { usePartner } from './usePartner.ts'
import { useStores } from './useStores.ts'

export function BorrowForm() {
  const stores = useStores()
  const [place, setPlace] = useState<number>()
  const to = stores.find((p) => p.placeId === place) ?? stores[0]
  const arrivals = useArrivals()
  const partner = usePartner()
  const input = { ...partner.input, locationId: to?.placeId ?? 0, items: arrivals.input }
  const signed = useSigned(borrowIn, input, {
    onDone: (r) => {
      toast(`${r.no} 已借入 ${sumText(r.sums)}，请在 24 小时内备案`)
      go(`/borrowings/${r.id}`)
    },
  })
  const lack = [arrivals.rows.length === 0 && '借入的药品', ...partner.lack]
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
          <TwoSignatures of={signed} title="经办" who="验收人" lack={lack} verb="签字借入" />
        </div>
      </Card>
    </Columns>
  )
}
