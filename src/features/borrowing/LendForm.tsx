import { Select } from 'antd'
import { useState } from 'react'
import { listCodes } from '#features/quarantine/contract.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { Columns } from '#ui/Columns.tsx'
import { useMe } from '#ui/me.ts'
import { go } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { PickTable } from '#ui/PickTable.tsx'
import { useAct } from '#ui/query.ts'
import { SignatureSlot } from '#ui/SignatureSlot.tsx'
import { toast } from '#ui/toast.tsx'
import { sumText } from '#ui/unit-sums.ts'
import { useSecondPerson } from '#ui/useSecondPerson.tsx'
import { useStockPicks } from '#ui/useStockPicks.ts'
import { lendOut } from './contract.ts'
import { PartnerForm } from './PartnerForm.tsx'
import { usePartner } from './usePartner.ts'
import { useStores } from './useStores.ts'

export function LendForm() {
  const me = useMe()
  const stores = useStores()
  const [place, setPlace] = useState<number>()
  const from = stores.find((p) => p.placeId === place) ?? stores[0]
  const { picks } = useStockPicks(listCodes, from?.accountId)
  const partner = usePartner()
  const input = { ...partner.input, locationId: from?.placeId ?? 0, picks: picks.input }
  const second = useSecondPerson(lendOut, input)
  const act = useAct(lendOut, {
    onDone: (r) => {
      toast(`${r.no} 已借出 ${sumText(r.sums)}，请在 24 小时内备案`)
      go(`/borrowings/${r.id}`)
    },
  })
  const lack = [picks.units === 0 && '借出的药品', ...partner.lack, !second.present && '复核人到场'].filter(
    Boolean,
  )
  async function sign() {
    const witness = await second.sign()
    if (witness) await act.run(input, { witness })
  }
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
            签字借出
          </ActButton>
        </div>
      </Card>
    </Columns>
  )
}
