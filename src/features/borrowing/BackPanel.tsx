import type { OutputOf } from '#core/contract.ts'
import { listCodes } from '#features/quarantine/contract.ts'
import { Panel } from '#ui/Panel.tsx'
import { PickTable } from '#ui/PickTable.tsx'
import { ScanInput } from '#ui/ScanInput.tsx'
import { toast } from '#ui/toast.tsx'
import { TwoSignatures } from '#ui/TwoSignatures.tsx'
import { sumText } from '#ui/unit-sums.ts'
import { useSigned } from '#ui/useSigned.ts'
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

const owedText = (of: LoanDetail): string =>
  `还欠 ${of.owed.map((o) => `${o.name} ${o.units} ${o.unit}`).join('、')}`

/** 归还 of what was borrowed, 收回 of what was lent: in kind, the same drug. */
export function BackPanel({ of, open, onClose }: Props) {
  return (
    <Panel
      title={of.direction === 'in' ? '归还' : '收回'}
      scope={`同品种归还，${owedText(of)}`}
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
  const owes = (drugId: number) => of.owed.some((o) => o.drugId === drugId && o.units > 0)
  const { picks, scan } = useStockPicks(listCodes, of.accountId, {
    refuse: (r) =>
      owes(r.drugId)
        ? undefined
        : { text: '不是要还的品种', about: `${r.name} ${r.spec}`, detail: owedText(of) },
  })
  const mine = { ...picks, rows: picks.rows.filter((r) => owes(r.drug.drugId ?? 0)) }
  const input = { id: of.id, picks: picks.input }
  const signed = useSigned(giveBack, input, {
    onDone: (r) => {
      toast(`已归还 ${backText(r)}`)
      done()
    },
  })
  const lack = [picks.units === 0 && '归还的药品']
  return (
    <div className="z-column">
      <ScanInput title="扫码" placeholder="扫要还的盒或单支码" onScan={scan} />
      <PickTable picks={mine} verb="归还" empty={{ title: `${of.location}没有可还的同品种药品` }} />
      <TwoSignatures of={signed} title="经办" who="复核人" lack={lack} verb="签字归还" beside="b-two" />
    </div>
  )
}

function Take({ of, done }: { of: LoanDetail; done: () => void }) {
  const arrivals = useArrivals()
  const input = { id: of.id, items: arrivals.input }
  const signed = useSigned(takeBack, input, {
    onDone: (r) => {
      toast(`已收回 ${backText(r)}`)
      done()
    },
  })
  const lack = [arrivals.rows.length === 0 && '收回的药品']
  return (
    <div className="z-column">
      <ArrivalRows arrivals={arrivals} loanId={of.id} />
      <TwoSignatures of={signed} title="经办" who="验收人" lack={lack} verb="签字收回" beside="b-two" />
    </div>
  )
}
