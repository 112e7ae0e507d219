import { useEffect, useRef, useState } from 'react'
import { timeText } from './format.ts'
import { ScanBox } from './ScanBox.tsx'
import { ScanRefusal } from './ScanRefusal.tsx'
import { SoundSwitch } from './SoundSwitch.tsx'
import { TraceCode } from './TraceCode.tsx'
import { useScan, type OnScan, type Shown } from './useScan.ts'
import { useScanFocus } from './useScanFocus.ts'
import './scan.css'

export type { OnScan, ScanHow, ScanOutcome } from './useScan.ts'

interface Props {
  onScan: OnScan
  placeholder?: string
  title?: string
  hint?: string
  disabled?: boolean
  /** Codes stored while there is no network. */
  offlineCount?: number
}

/** How long an outcome colours the box. */
const flash = { accept: 300, offline: 800, repeat: 800 } as const

export function ScanInput(props: Props) {
  const { onScan, placeholder = '扫描追溯码', title, hint = '光标常在此处', disabled = false } = props
  const box = useRef<HTMLInputElement>(null)
  const scan = useScan(onScan)
  const lit = useFlash(scan.shown)
  useScanFocus(box, disabled)
  const state = disabled ? 'off' : lit ? scan.shown?.kind : props.offlineCount ? 'offline' : 'ready'
  const refusal = scan.shown?.kind === 'refuse' ? scan.shown : undefined
  return (
    <div className="z-scan">
      <div className="z-scan-head">
        {title && <b>{title}</b>}
        <span className="z-caption">{hint}</span>
        <SoundSwitch />
      </div>
      <ScanBox
        box={box}
        state={refusal ? 'refuse' : (state ?? 'ready')}
        shown={refusal ? { ...refusal, text: '先按 Esc 确认，再扫下一码' } : lit ? scan.shown : undefined}
        {...{ placeholder, disabled, offlineCount: props.offlineCount }}
        onCode={scan.push}
      />
      {scan.waiting > 1 && <span className="z-caption">还有 {scan.waiting - 1} 码正在排队核对</span>}
      {refusal && <ScanRefusal shown={refusal} onAcknowledge={scan.acknowledge} />}
      {!refusal && scan.shown && !lit && <LastScan shown={scan.shown} />}
      <Announcement shown={scan.shown} />
    </div>
  )
}

function useFlash(shown: Shown | undefined): boolean {
  const [faded, setFaded] = useState(0)
  const n = shown?.n ?? 0
  const time = shown && shown.kind !== 'refuse' ? flash[shown.kind] : 0
  useEffect(() => {
    if (!time) return
    const timer = setTimeout(() => setFaded(n), time)
    return () => clearTimeout(timer)
  }, [n, time])
  return time > 0 && faded !== n
}

function LastScan({ shown }: { shown: Shown }) {
  return (
    <div className="z-scan-last">
      <span className="z-caption">上一码</span>
      <TraceCode code={shown.code} short />
      <span className={shown.kind === 'repeat' ? 'z-scan-again' : undefined}>{shown.text}</span>
      <time className="z-caption">{timeText(shown.at, true)}</time>
    </div>
  )
}

function Announcement({ shown }: { shown: Shown | undefined }) {
  const bad = shown?.kind === 'refuse'
  return (
    <>
      <span className="z-unseen" aria-live="polite">
        {shown && !bad ? `${shown.code.slice(-5)} ${shown.text}` : ''}
      </span>
      <span className="z-unseen" aria-live="assertive">
        {shown && bad ? `不收：${shown.text}` : ''}
      </span>
    </>
  )
}
