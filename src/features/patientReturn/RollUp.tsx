import { listPlaces } from '#features/places/contract.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { useMe } from '#ui/me.ts'
import { Notice } from '#ui/Notice.tsx'
import { useCall } from '#ui/query.ts'
import { SignatureSlot } from '#ui/SignatureSlot.tsx'
import { toast } from '#ui/toast.tsx'
import { sumText } from '#ui/unit-sums.ts'
import { useSigned } from '#ui/useSigned.ts'
import { rollUpReturns, type BoxRow } from './contract.ts'
import './patientReturn.css'

/** 汇总上交: all that one pharmacy collected; who brings it and who receives it sign. */
export function RollUp({ rows }: { rows: readonly BoxRow[] }) {
  const me = useMe()
  const places = useCall(listPlaces, { state: 'active', pageSize: 500 }).data?.rows ?? []
  const [box] = rows.filter((r) => r.tier > 1)
  const vault = places.find((p) => p.kind === 'store' && p.tier === 1)
  const input = { sourceLocationId: box?.locationId ?? 0, locationId: vault?.placeId ?? 0 }
  const { second, act, sign } = useSigned(rollUpReturns, input, {
    onDone: (r) => {
      second.reset()
      toast(`${r.no} 已上交 ${sumText(r.sums)}`)
    },
  })
  if (!box) return null
  const said = sumText(rows.filter((r) => r.locationId === box.locationId))
  return (
    <Card title={`${box.location}汇总上交`} scope={`${said} 交${vault?.name ?? '药库'}，全部上交`}>
      <div className="pr-roll">
        <SignatureSlot order="第一人" title="上交" state="present" name={me.name} role={me.title} />
        <SignatureSlot {...second.slotProps} />
        <ActButton
          kind="outlined"
          blocked={!vault ? '药库' : second.present ? undefined : '接收人到场'}
          busy={act.busy}
          onClick={sign}
        >
          汇总上交
        </ActButton>
      </div>
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
    </Card>
  )
}
