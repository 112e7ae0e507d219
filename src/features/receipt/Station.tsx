import { useState } from 'react'
import { Card } from '#ui/Card.tsx'
import { Columns } from '#ui/Columns.tsx'
import { KeyCap } from '#ui/KeyCap.tsx'
import { Progress } from '#ui/Progress.tsx'
import { ReasonButton } from '#ui/ReasonButton.tsx'
import { useAct } from '#ui/query.ts'
import { useKeys } from '#ui/useKeys.ts'
import { cancelReceipt, type ReceiptDetail } from './contract.ts'
import { DiscrepancyForm, type Registering } from './DiscrepancyForm.tsx'
import { FileBar } from './FileBar.tsx'
import { LinePlaces } from './LinePlaces.tsx'
import { LineTable } from './LineTable.tsx'
import { LotForm } from './LotForm.tsx'
import { ReceiptFrame } from './ReceiptFrame.tsx'
import { packTotals } from './rules.ts'
import { ScanCard } from './ScanCard.tsx'
import { SignCard } from './SignCard.tsx'
import { useStation } from './useStation.tsx'
import './receipt.css'

/** Left: what is expected, line by line. Right: the scanner, what it said, and the two signatures. */
export function Station({ receipt }: { receipt: ReceiptDetail }) {
  const station = useStation(receipt)
  const [registering, setRegistering] = useState<Registering>()
  const { line, lot } = station
  const register = (of?: Partial<Registering>) =>
    setRegistering({ lineId: line?.id, code: undefined, kind: undefined, drug: undefined, ...of })
  useKeys({
    F8: { text: '登记短少、破损、多送', run: () => register() },
    'Ctrl+Z': { text: '撤回上一码', run: () => void station.undo() },
  })
  return (
    <ReceiptFrame receipt={receipt} actions={<CancelButton receipt={receipt} />}>
      <Columns widths="minmax(0, 1fr) clamp(380px, 31.5vw, 456px)">
        <Card
          grow
          flush
          title="订单明细"
          scope={`${new Set(receipt.lines.map((l) => l.drugId)).size} 个品种`}
          extra={<Progress {...packTotals(receipt.lines)} />}
          foot={<StationFoot onRegister={() => register()} onUndo={() => void station.undo()} />}
        >
          <div className="rcpt-left">
            <FileBar receipt={receipt} onLot={station.editLot} />
            <LineTable receipt={receipt} current={line?.id} onSelect={station.select} />
            {line && (
              <LinePlaces
                receipt={receipt}
                line={line}
                onUnscan={station.unscan}
                onLot={() => station.editLot(line.id)}
              />
            )}
          </div>
        </Card>
        <div className="rcpt-right">
          <ScanCard station={station} onSurplus={(of) => register({ ...of, kind: 'surplus' })}>
            {lot && <LotForm key={lot.lineId} receipt={receipt} want={lot} />}
            {registering && !lot && (
              <DiscrepancyForm
                key={JSON.stringify(registering)}
                receipt={receipt}
                of={registering}
                last={station.last()}
                onClose={() => setRegistering(undefined)}
              />
            )}
          </ScanCard>
          <SignCard receipt={receipt} />
        </div>
      </Columns>
    </ReceiptFrame>
  )
}

function CancelButton({ receipt }: { receipt: ReceiptDetail }) {
  const act = useAct(cancelReceipt)
  return (
    <ReasonButton
      verb="撤销"
      size="small"
      title="撤销收货单的原因"
      hint="已扫的码不入账，采购单恢复为待收"
      presets={['收货单建错', '整批拒收退回']}
      onConfirm={(reason) => act.run({ id: receipt.id, reason })}
    />
  )
}

/** The keys that work here, which may also be pressed with a finger. */
function StationFoot({ onRegister, onUndo }: { onRegister: () => void; onUndo: () => void }) {
  return (
    <>
      <span className="rcpt-keys">
        <button type="button" className="z-link" onClick={onRegister}>
          <KeyCap>F8</KeyCap> 登记短少、破损、多送
        </button>
        <button type="button" className="z-link" onClick={onUndo}>
          <KeyCap>Ctrl Z</KeyCap> 撤回上一码
        </button>
      </span>
      <span>抵达后即验，须两人在场开箱至最小包装</span>
    </>
  )
}
