import { CloseCircleFilled } from '@ant-design/icons'
import { Button } from 'antd'
import { timeText } from './format.ts'
import { KeyCap } from './KeyCap.tsx'
import { TraceCode } from './TraceCode.tsx'
import { useKeys } from './useKeys.ts'
import type { Shown } from './useScan.ts'
import './scan.css'

/** The loudest thing on the page, and still it says what to do with the box in hand. Stays until Esc. */
export function ScanRefusal({ shown, onAcknowledge }: { shown: Shown; onAcknowledge: () => void }) {
  useKeys({ Esc: { text: '确认不收，继续扫码', run: onAcknowledge } })
  return (
    <section className="z-refusal" role="alert">
      <header>
        <CloseCircleFilled />
        <b>不收：{shown.text}</b>
        <time>{timeText(shown.at, true)}</time>
      </header>
      <div className="z-refusal-body">
        <TraceCode code={shown.code} large />
        {shown.about && <div>{shown.about}</div>}
        {shown.detail && <p>{shown.detail}</p>}
        <div className="z-refusal-acts">
          <Button type="primary" onClick={onAcknowledge}>
            继续扫码 <KeyCap onFill>Esc</KeyCap>
          </Button>
          {shown.actions}
        </div>
      </div>
    </section>
  )
}
