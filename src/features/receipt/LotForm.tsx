import { Button, Input, type InputRef } from 'antd'
import { useRef, useState, type KeyboardEvent, type RefObject } from 'react'
import { KeyCap } from '#ui/KeyCap.tsx'
import { Notice } from '#ui/Notice.tsx'
import { readDate, readExpiry } from '#ui/date-entry.ts'
import { dateText } from '#ui/format.ts'
import { useAct } from '#ui/query.ts'
import { setLot, type ReceiptDetail } from './contract.ts'
import type { LotWant } from './useStation.tsx'
import './receipt.css'

/** Lot and expiry of one line, as they stand on the box. Enter goes on, Esc puts it off. */
export function LotForm({ receipt, want }: { receipt: ReceiptDetail; want: LotWant }) {
  const line = receipt.lines.find((l) => l.id === want.lineId)
  const [lotNo, setLotNo] = useState(want.lotNo ?? line?.lotNo ?? '')
  const [expiry, setExpiry] = useState(
    (want.lotNo === undefined || want.lotNo === line?.lotNo ? line?.expiry : undefined) ?? '',
  )
  const [made, setMade] = useState(
    (want.lotNo === undefined || want.lotNo === line?.lotNo ? line?.made : undefined) ?? '',
  )
  const [fault, setFault] = useState<string>()
  const expiryBox = useRef<InputRef>(null)
  const act = useAct(setLot, { onDone: () => want.done(true) })

  async function save() {
    const day = readExpiry(expiry)
    if (!lotNo.trim()) return setFault('请填写批号')
    // The scanner was used while this form had the focus.
    if (/^8\d{19}$/.test(lotNo.trim())) return setFault('这是追溯码，请填盒上“批号”后面的字')
    if (!day) return setFault('有效期请按盒上的样子填：2029-08 或 2029-08-31')
    const madeOn = made.trim() === '' ? undefined : readDate(made, dateText(Date.now()))
    if (made.trim() !== '' && !madeOn) return setFault('生产日期请填到日：2026-09-02；盒上没有日的可不填')
    setFault(undefined)
    await act.run({
      id: receipt.id,
      lineId: want.lineId,
      lotNo: lotNo.trim(),
      expiry: day,
      ...(madeOn ? { made: madeOn } : {}),
    })
  }
  function onKey(e: KeyboardEvent) {
    if (e.key !== 'Escape') return
    e.preventDefault()
    e.stopPropagation()
    want.done(false)
  }
  return (
    <section className="rcpt-ask" data-keep-focus onKeyDown={onKey} aria-label="批号和有效期">
      <h3>
        {line?.name} {line?.spec}
        <span className="z-caption">
          {want.waiting ? '填好后，手里这盒自动计入' : '看盒上的批号、有效期'}
        </span>
      </h3>
      <Fields
        {...{ lotNo, setLotNo, made, setMade, expiry, setExpiry, expiryBox }}
        onEnter={() => void save()}
      />
      {(fault ?? act.refused?.text) && <Notice tone="red">{fault ?? act.refused?.text}</Notice>}
      <div className="rcpt-ask-foot">
        <Button type="primary" loading={act.busy} onClick={() => void save()}>
          记下批号 <KeyCap onFill>Enter</KeyCap>
        </Button>
        <Button type="text" onClick={() => want.done(false)}>
          先不填 <KeyCap>Esc</KeyCap>
        </Button>
      </div>
    </section>
  )
}

interface FieldsProps {
  lotNo: string
  setLotNo: (text: string) => void
  made: string
  setMade: (text: string) => void
  expiry: string
  setExpiry: (text: string) => void
  expiryBox: RefObject<InputRef | null>
  onEnter: () => void
}

/** Enter leads from the lot to the expiry: the day of production is not on every box, and nobody waits for it. */
function Fields({ lotNo, setLotNo, made, setMade, expiry, setExpiry, expiryBox, onEnter }: FieldsProps) {
  // Where the supplier's file gave the lot, only the expiry is missing.
  const [known] = useState(lotNo !== '')
  return (
    <div className="rcpt-ask-fields rcpt-ask-lot">
      <label className="rcpt-field">
        批号
        <Input
          autoFocus={!known}
          className="z-code"
          autoComplete="off"
          maxLength={40}
          value={lotNo}
          onChange={(e) => setLotNo(e.target.value)}
          onPressEnter={() => expiryBox.current?.focus()}
        />
      </label>
      <label className="rcpt-field">
        生产日期
        <Input
          className="z-code"
          autoComplete="off"
          placeholder="可不填"
          value={made}
          onChange={(e) => setMade(e.target.value)}
          onPressEnter={() => expiryBox.current?.focus()}
        />
      </label>
      <label className="rcpt-field">
        有效期至
        <Input
          ref={expiryBox}
          autoFocus={known}
          className="z-code"
          autoComplete="off"
          placeholder="2029-08"
          value={expiry}
          onChange={(e) => setExpiry(e.target.value)}
          onPressEnter={onEnter}
        />
      </label>
    </div>
  )
}
