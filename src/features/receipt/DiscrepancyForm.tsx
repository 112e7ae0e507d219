import { Button, Input, InputNumber, Segmented, Select } from 'antd'
import { useState, type KeyboardEvent } from 'react'
import { call, CallRefused } from '#ui/call.ts'
import { KeyCap } from '#ui/KeyCap.tsx'
import { Notice } from '#ui/Notice.tsx'
import { useAct } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import { useKeys } from '#ui/useKeys.ts'
import {
  discrepancyTitle,
  registerDiscrepancy,
  scanOne,
  type ReceiptDetail,
  type ReceiptLine,
} from './contract.ts'
import { discrepancyNotes, openUnits, packsText } from './rules.ts'
import './receipt.css'

type Kind = keyof typeof discrepancyTitle
const kinds: readonly Kind[] = ['short', 'damaged', 'surplus']

export interface Registering {
  kind: Kind | undefined
  lineId: number | undefined
  /** The box in hand. */
  code: string | undefined
  units?: number
  /** Of a surplus that is not in this receipt. */
  drug: string | undefined
}

interface Props {
  receipt: ReceiptDetail
  of: Registering
  /** The box scanned last: most often it is the damaged one. */
  last: string | undefined
  onClose: () => void
}

/** F8, then 1 短少 2 破损 3 多送: recorded, not swallowed. */
export function DiscrepancyForm({ receipt, of, last, onClose }: Props) {
  const [kind, setKind] = useState(of.kind)
  const choice = (k: Kind) => ({
    text: `登记${discrepancyTitle[k]}`,
    run: () => setKind(k),
    off: kind !== undefined,
  })
  useKeys({
    '1': choice('short'),
    '2': choice('damaged'),
    '3': choice('surplus'),
    Esc: { text: '', run: onClose },
  })
  function onKey(e: KeyboardEvent) {
    if (e.key !== 'Escape') return
    e.preventDefault()
    e.stopPropagation()
    onClose()
  }
  return (
    <section className="rcpt-ask" data-keep-focus onKeyDown={onKey} aria-label="登记异常">
      <h3>登记异常</h3>
      {kind ? (
        <>
          <Segmented
            size="small"
            value={kind}
            onChange={setKind}
            options={kinds.map((k) => ({ value: k, label: discrepancyTitle[k] }))}
          />
          <Details key={kind} {...{ receipt, of, last, kind, onClose }} />
        </>
      ) : (
        <KindChoice onChoose={setKind} />
      )}
    </section>
  )
}

function KindChoice({ onChoose }: { onChoose: (kind: Kind) => void }) {
  return (
    <div className="rcpt-kinds">
      {kinds.map((k, i) => (
        // The first takes the focus away from the scan box, so that 1 2 3 are keys and not letters of a code.
        <Button key={k} autoFocus={i === 0} onClick={() => onChoose(k)}>
          {discrepancyTitle[k]} <KeyCap>{i + 1}</KeyCap>
        </Button>
      ))}
    </div>
  )
}

function useDetails({ receipt, of, last, kind, onClose }: Props & { kind: Kind }) {
  const [lineId, setLineId] = useState(of.lineId)
  const line = receipt.lines.find((l) => l.id === lineId)
  const pack = line?.packUnits ?? 1
  const first = of.units ?? (kind === 'short' && line ? Math.min(pack, Math.max(1, openUnits(line))) : pack)
  const [units, setUnits] = useState<number | null>(first)
  const [code, setCode] = useState(of.code ?? (kind === 'damaged' ? (last ?? '') : ''))
  const [note, setNote] = useState(
    `${kind === 'surplus' && of.drug ? `${of.drug} ` : ''}${discrepancyNotes[kind][0]}`,
  )
  const [fault, setFault] = useState<string>()
  const act = useAct(registerDiscrepancy, {
    onDone: () => {
      toast(`已登记${discrepancyTitle[kind]}`)
      onClose()
    },
  })
  async function save() {
    setFault(undefined)
    if (!units || !note.trim()) return setFault('请填写数量和情况')
    try {
      const known =
        kind === 'damaged' && code.trim() ? await countedCode(receipt.id, code.trim()) : code.trim()
      return await act.run({
        id: receipt.id,
        kind,
        units,
        note: note.trim(),
        ...(lineId ? { lineId } : {}),
        ...(known ? { code: known } : {}),
      })
    } catch (error) {
      return setFault(error instanceof CallRefused ? error.text : '没有办成，请再点一次')
    }
  }
  return {
    line,
    lineId,
    setLineId,
    units,
    setUnits,
    code,
    setCode,
    note,
    setNote,
    save,
    busy: act.busy,
    fault: fault ?? act.refused?.text,
  }
}

/** A damaged box is counted like any other and then set apart; one that was scanned before is known already. */
async function countedCode(id: number, raw: string): Promise<string> {
  try {
    return (await call(scanOne, { id, raw, typed: false })).code
  } catch (error) {
    if (!(error instanceof CallRefused) || error.code !== 'CODE_SCANNED_TWICE') throw error
    // Of a carton the refusal names a box inside it: then what was scanned is no box, and says so.
    return /^\d{20}$/.test(raw) ? raw : String(error.facts['code'] ?? raw)
  }
}

function Details(props: Props & { kind: Kind }) {
  const form = useDetails(props)
  const { kind, receipt, onClose } = props
  const coded = kind === 'damaged' && form.code.trim() !== ''
  return (
    <div className="rcpt-ask-grid">
      <label className="rcpt-field">
        <span>药品</span>
        <Select
          allowClear={kind === 'surplus'}
          placeholder="不在本单"
          value={form.lineId}
          onChange={(v: number | undefined) => form.setLineId(v)}
          options={receipt.lines.map((l) => ({ value: l.id, label: `${l.name} ${l.spec}` }))}
        />
      </label>
      <label className="rcpt-field">
        <span>数量{form.line && form.units ? <small>{packsText(form.line, form.units)}</small> : null}</span>
        <InputNumber
          autoFocus={!coded}
          min={1}
          max={1_000_000}
          precision={0}
          controls={false}
          disabled={coded}
          suffix={unitOf(form.line)}
          value={form.units}
          onChange={form.setUnits}
          onPressEnter={() => void form.save()}
        />
      </label>
      {kind !== 'short' && <CodeField kind={kind} value={form.code} onChange={form.setCode} />}
      <label className="rcpt-field" data-wide>
        <span>情况</span>
        <Input
          autoFocus={coded}
          value={form.note}
          maxLength={300}
          onChange={(e) => form.setNote(e.target.value)}
          onPressEnter={() => void form.save()}
        />
      </label>
      <div className="rcpt-notes">
        {discrepancyNotes[kind].map((text) => (
          <button type="button" className="z-link" key={text} onClick={() => form.setNote(text)}>
            {text}
          </button>
        ))}
      </div>
      {form.fault && <Notice tone="red">{form.fault}</Notice>}
      <div className="rcpt-ask-foot">
        <Button type="primary" loading={form.busy} onClick={() => void form.save()}>
          登记{discrepancyTitle[kind]} <KeyCap onFill>Enter</KeyCap>
        </Button>
        <Button type="text" onClick={onClose}>
          先不登记 <KeyCap>Esc</KeyCap>
        </Button>
      </div>
    </div>
  )
}

interface CodeProps {
  kind: Kind
  value: string
  onChange: (code: string) => void
}

function CodeField({ kind, value, onChange }: CodeProps) {
  return (
    <label className="rcpt-field" data-wide>
      <span>追溯码{kind === 'damaged' && <small>有码的整盒进待查柜；没收下、随车退回的不填码</small>}</span>
      <Input
        className="z-code"
        autoComplete="off"
        placeholder="可扫码"
        value={value}
        onChange={(e) => onChange(e.target.value)}
      />
    </label>
  )
}

const unitOf = (line: ReceiptLine | undefined): string => line?.unit ?? '支'
