import { ActButton } from '#ui/ActButton.tsx'
import { useMay } from '#ui/me.ts'
import { useAct } from '#ui/query.ts'
import { ReasonButton } from '#ui/ReasonButton.tsx'
import { toast } from '#ui/toast.tsx'
import type { RxDetail } from './contract.ts'
import { countersignPrescription } from './countersignContract.ts'

/** A prescription of somebody on probation, before the eyes of one who holds the right. */
export function Countersign({ rx }: { rx: RxDetail }) {
  const may = useMay('prescription.write')
  const sign = useAct(countersignPrescription, { onDone: () => toast(`${rx.no} 已审核签名，可以调配`) })
  const refuse = useAct(countersignPrescription, { onDone: () => toast(`${rx.no} 已作废`) })
  if (!may) return null
  async function signNow() {
    const done = await sign.run({ id: rx.id, outcome: 'signed' })
    if (!done && sign.refused) toast(sign.refused.text, 'red')
  }
  return (
    <>
      <ReasonButton
        verb="不同意"
        hint="处方随即作废，由开方医师重新开具"
        presets={['剂量偏大', '适应证不符', '患者信息不全']}
        refused={refuse.refused}
        onConfirm={(reason) => refuse.run({ id: rx.id, outcome: 'refused', reason })}
      />
      <ActButton kind="filled" k="F10" busy={sign.busy} onClick={signNow}>
        审核签名
      </ActButton>
    </>
  )
}
