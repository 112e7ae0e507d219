import {
  BarcodeOutlined,
  CheckCircleFilled,
  CloseCircleFilled,
  CloudOutlined,
  ExclamationCircleFilled,
} from '@ant-design/icons'
import { useRef, type KeyboardEvent, type RefObject } from 'react'
import { typedByHand } from './scan-timing.ts'
import { TraceCode } from './TraceCode.tsx'
import type { Shown } from './useScan.ts'
import './scan.css'

interface Props {
  box?: RefObject<HTMLInputElement | null>
  state: string
  shown: Pick<Shown, 'kind' | 'code' | 'text'> | undefined
  placeholder: string
  disabled?: boolean
  offlineCount?: number | undefined
  onCode: (raw: string, typed: boolean) => void
}

/** Not controlled by React: a scanner's keys come faster than a page of rows can be drawn again. */
export function ScanBox({ box, state, shown, placeholder, disabled, offlineCount, onCode }: Props) {
  const stamps = useRef<number[]>([])
  function onKeyDown(e: KeyboardEvent<HTMLInputElement>) {
    const field = e.currentTarget
    // Scanners send the GS1 separator as Ctrl+].
    if (e.ctrlKey && e.key === ']') field.value += '\u001d'
    if (e.key.length === 1) {
      if (field.value === '') stamps.current = []
      stamps.current.push(e.timeStamp)
    }
    const ends = e.key === 'Enter' || (e.key === 'Tab' && field.value !== '')
    if (!ends || e.nativeEvent.isComposing) return
    const raw = field.value.trim()
    field.value = ''
    if (!raw) return
    e.preventDefault()
    // A paste leaves fewer strokes than characters: nobody scanned it.
    onCode(raw, stamps.current.length < raw.length || typedByHand(stamps.current))
    stamps.current = []
  }
  return (
    <div className="z-scan-box" data-state={state}>
      <ScanIcon state={state} />
      <input
        ref={box}
        data-scan
        className="z-code"
        aria-label={placeholder}
        placeholder={shown ? '' : offlineCount ? `离线，已存 ${offlineCount} 条` : placeholder}
        disabled={disabled}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        onKeyDown={onKeyDown}
      />
      {shown && (
        <span className="z-scan-shown">
          {shown.kind === 'accept' && <TraceCode code={shown.code} short />}
          {shown.text}
        </span>
      )}
    </div>
  )
}

function ScanIcon({ state }: { state: string }) {
  if (state === 'accept') return <CheckCircleFilled />
  if (state === 'offline') return <CloudOutlined />
  if (state === 'repeat') return <ExclamationCircleFilled />
  if (state === 'refuse') return <CloseCircleFilled />
  return <BarcodeOutlined />
}
