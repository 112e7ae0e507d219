import type { OutputOf } from '#core/contract.ts'
import { listCodes } from '#features/quarantine/contract.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { useMe } from '#ui/me.ts'
import { Notice } from '#ui/Notice.tsx'
import { Panel } from '#ui/Panel.tsx'
import { PickTable } from '#ui/PickTable.tsx'
import { useAct } from '#ui/query.ts'
import { SignatureSlot } from '#ui/SignatureSlot.tsx'
import { toast } from '#ui/toast.tsx'
import { sumText } from '#ui/unit-sums.ts'
import { useSecondPerson } from '#ui/useSecondPerson.tsx'
import { useStockPicks } from '#ui/useStockPicks.ts'
import { ArrivalRows } from './ArrivalRows.tsx'
import { giveBack, takeBack, type LoanDetail } from './contract.ts'
import { useArrivals } from './useArrivals.ts'
import './borrowing.css'

interface Props {
  of: LoanDetail
  open: boolean
  onClose: () => void
}

/** 归还 of what was borrowed, 收回 of what was lent: in kind, the same drug. */
export function BackPanel({ of, open, onClose }: Props) {
  const owed = of.owed.map((o) => `${o.name} ${o.units} ${o.unit}`).join('、')
  return (
    <Panel
      title={of.direction === 'in' ? '归还' : '收回'}
      scope={`同品种归还，还欠 ${owed}`}
      open={open}
      onClose={onClose}
      width={820}
    >
      {of.direction === 'in' ? <Give of={of} done={onClose} /> : <Take of={of} done={onClose} />}
    </Panel>
  )
}

const backText = ({ sums, owedSums }: OutputOf<typeof giveBack>) =>
  `${sumText(sums)}，${sumText(owedSums) ? `还欠 ${sumText(owedSums)}` : '已还清'}`

function Give({ of, done }: { of: LoanDetail; done: () => void }) {
  const me = useMe()
  const { picks } = useStockPicks(listCodes, of.accountId)
  const owed = new Set(of.owed.map((o) => o.name))
  const mine = { ...picks, rows: picks.rows.filter((r) => owed.has(r.drug.name)) }
  const input = { id: of.id, picks: picks.input }
  const second = useSecondPerson(giveBack, input)
  const act = useAct(giveBack, {
    onDone: (r) => {
      toast(`已归还 ${backText(r)}`)
      done()
    },
  })
  const lack = [picks.units === 0 && '归还的药品', !second.present && '复核人到场'].filter(Boolean)
  async function sign() {
    const witness = await second.sign()
    if (witness) await act.run(input, { witness })
  }
  return (
    <div className="z-column">
      <PickTable picks={mine} verb="归还" empty={{ title: `${of.location}没有可还的同品种药品` }} />
      <div className="b-two">
        <SignatureSlot order="第一人" title="经办" state="present" name={me.name} role={me.title} />
        <SignatureSlot {...second.slotProps} />
      </div>
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
      <ActButton
        kind="filled"
        k="F10"
        wide
        blocked={lack.join('、') || undefined}
        busy={act.busy}
        onClick={sign}
      >
        签字归还
      </ActButton>
    </div>
  )
}

function Take({ of, done }: { of: LoanDetail; done: () => void }) {
  const me = useMe()
  const arrivals = useArrivals()
  const input = { id: of.id, items: arrivals.input }
  const second = useSecondPerson(takeBack, input)
  const act = useAct(takeBack, {
    onDone: (r) => {
      toast(`已收回 ${backText(r)}`)
      done()
    },
  })
  const lack = [arrivals.rows.length === 0 && '收回的药品', !second.present && '验收人到场'].filter(Boolean)
  async function sign() {
    const witness = await second.sign()
    if (witness) await act.run(input, { witness })
  }
  return (
    <div className="z-column">
      <ArrivalRows arrivals={arrivals} />
      <div className="b-two">
        <SignatureSlot order="第一人" title="经办" state="present" name={me.name} role={me.title} />
        <SignatureSlot {...second.slotProps} />
      </div>
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
      <ActButton
        kind="filled"
        k="F10"
        wide
        blocked={lack.join('、') || undefined}
        busy={act.busy}
        onClick={sign}
      >
        签字收回
      </ActButton>
    </div>
  )
}
