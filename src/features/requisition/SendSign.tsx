import { Input } from 'antd'
import { useState } from 'react'
import type { Place } from '#features/places/contract.ts'
import { Card } from '#ui/Card.tsx'
import { Notice } from '#ui/Notice.tsx'
import { toast } from '#ui/toast.tsx'
import { TwoSignatures } from '#ui/TwoSignatures.tsx'
import { useSigned } from '#ui/useSigned.ts'
import { CarrierField, useCarrierRule } from './CarrierField.tsx'
import { sendTransfer, type RequisitionDetail } from './contract.ts'
import { pickedUnits, type SendLine } from './SendLines.tsx'
import type { Cart } from './sending.tsx'

interface Props {
  request: RequisitionDetail | undefined
  source: Place
  destination: Place
  lines: readonly SendLine[]
  cart: Cart
  onSent: (id: number) => void
}

/** What is on the cart, as it is sent: codes, or lots that bear none. */
const picksOf = (cart: Cart) =>
  cart.picked.map((p) => (p.code ? { code: p.code, units: p.units } : { lotId: p.lotId, units: p.units }))

/** Two people sign; 近效期 passed over needs words first. */
export function SendSign({ request, source, destination, lines, cart, onSent }: Props) {
  const [reason, setReason] = useState('')
  const [carrierId, setCarrier] = useState<number>()
  const rule = useCarrierRule(source.placeId, destination.placeId)
  const carried = rule?.mode === 'required'
  const passed = lines.find((l) => l.passed)
  const input = {
    requisitionId: request?.id,
    sourceLocationId: source.placeId,
    destinationLocationId: destination.placeId,
    ...(carried && carrierId !== undefined ? { carrierId } : {}),
    picks: picksOf(cart),
    fefoReason: passed && reason.trim() ? reason.trim() : undefined,
  }
  const signed = useSigned(sendTransfer, input, {
    onDone: ({ id, no }) => {
      cart.clear()
      toast(`${no} 已出库，药品在途`)
      onSent(id)
    },
  })
  const lack = [
    cart.picked.length === 0 && '扫码配货',
    carried && carrierId === undefined && '运送人',
    passed !== undefined && !reason.trim() && '不用近效期的原因',
  ]
  return (
    <Card title="出库签字" scope="两人当面核对品种、批号、数量" grow>
      <div className="rq-sign">
        <TwoSignatures
          of={signed}
          title="发出"
          since
          who="第二人"
          lack={lack}
          verb="签字出库"
          foot="rq-sign-foot"
        >
          {carried && <CarrierField value={carrierId} onChange={setCarrier} minutes={rule.minutes} />}
          <Unfinished lines={lines} />
          {passed?.passed && (
            <FefoReason drug={passed.drug.name} lot={passed.passed} value={reason} onChange={setReason} />
          )}
        </TwoSignatures>
      </div>
    </Card>
  )
}

interface FefoProps {
  drug: string
  lot: { lotNo: string; expiry: string }
  value: string
  onChange: (reason: string) => void
}

function FefoReason({ drug, lot, value, onChange }: FefoProps) {
  return (
    <label className="rq-field" data-keep-focus>
      <Notice tone="amber">
        {drug} 批号 {lot.lotNo}（至 {lot.expiry}）更早到期，应先用
      </Notice>
      <Input.TextArea
        rows={2}
        maxLength={200}
        value={value}
        placeholder="确要用后到期的批号，请写明原因，记入账册"
        onChange={(e) => onChange(e.target.value)}
      />
    </label>
  )
}

/** Less than was asked for may be sent; that it is less stands beside the signatures. */
function Unfinished({ lines }: { lines: readonly SendLine[] }) {
  const short = lines.filter((l) => l.wanted !== undefined && pickedUnits(l) > 0 && pickedUnits(l) < l.wanted)
  const none = lines.filter((l) => (l.wanted ?? 0) > 0 && pickedUnits(l) === 0)
  const over = lines.filter((l) => l.wanted !== undefined && pickedUnits(l) > l.wanted)
  if (over.length > 0)
    return (
      <Notice tone="amber">
        {over
          .map((l) => `${l.drug.name}超出请领 ${pickedUnits(l) - (l.wanted ?? 0)}\u00a0${l.drug.unit}`)
          .join('；')}
      </Notice>
    )
  if (short.length + none.length === 0 || lines.every((l) => pickedUnits(l) === 0)) return null
  // A figure and its unit never part at the end of a line.
  const words = [...short, ...none].map(
    (l) => `${l.drug.name} ${(l.wanted ?? 0) - pickedUnits(l)}\u00a0${l.drug.unit}`,
  )
  return <Notice tone="blue">本次不发：{words.join('、')}。以后可按同一请领单再发</Notice>
}
