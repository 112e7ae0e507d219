import { Select } from 'antd'
import { useState } from 'react'
import { listCodes } from '#features/quarantine/contract.ts'
import { Card } from '#ui/Card.tsx'
import { Columns } from '#ui/Columns.tsx'
import { go } from '#ui/nav.tsx'
import { PickTable } from '#ui/PickTable.tsx'
import { toast } from '#ui/toast.tsx'
import { TwoSignatures } from '#ui/TwoSignatures.tsx'
import { sumText } from '#ui/unit-sums.ts'
import { useSigned } from '#ui/useSigned.ts'
import { useStockPicks } from '#ui/useStockPicks.ts'
import { lendOut } from './contract.ts'
import { PartnerForm } from './PartnerForm.tsx'
import { usePartner } from './usePartner.ts'
import { useStores } from './useStores.ts'

export function LendForm() {
  const stores = useStores()
  const [place, setPlace] = useState<number>()
  const from = stores.find((p) => p.placeId === place) ?? stores[0]
  const { picks } = useStockPicks(listCodes, from?.accountId)
  const partner = usePartner()
  const input = { ...partner.input, locationId: from?.placeId ?? 0, picks: picks.input }
  const signed = useSigned(lendOut, input, {
    onDone: (r) => {
      toast(`${r.no} 已借出 ${sumText(r.sums)}，请在 24 小时内备案`)
      go(`/borrowings/${r.id}`)
    },
  })
  const lack = [picks.units === 0 && '借出的药品', ...partner.lack]
  return (
    <Columns widths="minmax(0, 1fr) 420px">
      <Card
        title="借出药品"
        scope="勾选，点一行取全部"
        extra={
          <Select
            aria-label="储位"
            style={{ width: 190 }}
            value={from?.placeId}
            onChange={setPlace}
            options={stores.map((p) => ({ value: p.placeId, label: p.name }))}
          />
        }
        flush
        grow
      >
        <PickTable picks={picks} verb="借出" empty={{ title: '这个储位没有库存' }} />
      </Card>
      <Card title="借出签字" grow>
        <div className="z-column">
          <PartnerForm {...partner} />
          <TwoSignatures of={signed} title="经办" who="复核人" lack={lack} verb="签字借出" />
        </div>
      </Card>
    </Columns>
  )
}
