import { Input, Segmented } from 'antd'
import { useState } from 'react'
import {
  matchOrder,
  matchPrescription,
  rescueCandidates,
  type Candidate,
} from '#features/emergency/contract.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { shortInstant, unitText } from '#ui/format.ts'
import { Notice } from '#ui/Notice.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import { TwoSignatures } from '#ui/TwoSignatures.tsx'
import { useSigned } from '#ui/useSigned.ts'
import type { ActProps } from './ActPanels.tsx'
import type { IssueDetail } from './contract.ts'

const ways = [
  { value: 'prescription', label: '本院处方' },
  { value: 'order', label: '医嘱或手术编号' },
] as const

/** 补办医嘱: the prescription that was written since, or an order kept elsewhere, signed by the doctor who gave the word. */
export function OrderForm({ issue, done }: ActProps) {
  const [way, setWay] = useState<'prescription' | 'order'>('prescription')
  const held = issue.drugs.filter((d) => d.units.some((u) => u.intact > 0))
  return (
    <div className="i-act">
      {held.length > 0 && (
        <Notice tone="amber">
          {held.map((d) => d.name).join('、')}还有未开启的，先用完或退回，再补办医嘱
        </Notice>
      )}
      <Segmented value={way} onChange={setWay} options={[...ways]} block />
      {way === 'prescription' ? (
        <ByPrescription issue={issue} done={done} />
      ) : (
        <ByOrder issue={issue} done={done} />
      )}
    </div>
  )
}

const told = (late: boolean) => toast(late ? '医嘱已补办，记为逾期' : '医嘱已补办', late ? 'amber' : 'green')

function ByPrescription({ issue, done }: ActProps) {
  const query = useCall(rescueCandidates, { id: issue.id })
  const [chosen, setChosen] = useState<Candidate>()
  const [reason, setReason] = useState('')
  const act = useAct(matchPrescription, {
    onDone: ({ late }) => {
      told(late)
      done()
    },
  })
  if (query.error) return <ErrorState error={query.error} retry={query.refetch} />
  const rows = query.data?.rows ?? []
  if (query.data && rows.length === 0)
    return <EmptyState title="还没有可补办的处方" text={`请${issue.doctor}按实际用量开具院内使用的处方`} />
  const lack = [!chosen && '选一张处方', chosen?.otherDoctor && !reason.trim() && '由另一医师开具的原因']
  return (
    <>
      <ul className="i-orders">
        {rows.map((r) => (
          <li key={r.prescriptionId}>
            <button
              type="button"
              disabled={r.faults.length > 0}
              aria-pressed={chosen?.prescriptionId === r.prescriptionId}
              onClick={() => setChosen(r)}
            >
              <b className="z-code">{r.no}</b>
              <span className="z-caption">
                {r.prescriber}，{shortInstant(r.writtenAt)}
                {r.otherDoctor && '，不是口头医嘱医师'}
              </span>
              <span>{r.lines.map(unitText).join('、')}</span>
              {r.faults.map((f) => (
                <span key={f} className="i-order-fault">
                  {f}
                </span>
              ))}
            </button>
          </li>
        ))}
      </ul>
      {chosen?.otherDoctor && (
        <label className="i-field">
          <span>由另一医师开具的原因</span>
          <Input value={reason} maxLength={200} onChange={(e) => setReason(e.target.value)} />
        </label>
      )}
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
      <div className="i-act-foot">
        <ActButton
          kind="filled"
          k="F10"
          wide
          busy={act.busy}
          blocked={lack.filter(Boolean).join('、') || undefined}
          onClick={() =>
            void act.run({
              id: issue.id,
              prescriptionId: chosen?.prescriptionId ?? 0,
              ...(chosen?.otherDoctor ? { doctorReason: reason.trim() } : {}),
            })
          }
        >
          补办医嘱
        </ActButton>
      </div>
    </>
  )
}

function ByOrder({ issue, done }: { issue: IssueDetail; done: () => void }) {
  const [orderNo, setNo] = useState('')
  const signed = useSigned(
    matchOrder,
    { id: issue.id, orderNo: orderNo.trim() },
    {
      onDone: ({ late }) => {
        told(late)
        done()
      },
    },
  )
  return (
    <>
      <label className="i-field">
        <span>医嘱或手术编号</span>
        <Input
          value={orderNo}
          maxLength={40}
          placeholder="住院医嘱号、手术麻醉记录编号"
          onChange={(e) => setNo(e.target.value)}
        />
      </label>
      <TwoSignatures
        of={signed}
        title="补办"
        who={`${issue.doctor}`}
        lack={[!orderNo.trim() && '编号']}
        verb="补办医嘱"
        beside="i-slots"
        foot="i-act-foot"
      />
    </>
  )
}
