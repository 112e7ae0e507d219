import { Input } from 'antd'
import { useState } from 'react'
import { Card } from '#ui/Card.tsx'
import { useMay } from '#ui/me.ts'
import { toast } from '#ui/toast.tsx'
import { TwoSignatures } from '#ui/TwoSignatures.tsx'
import { useSigned } from '#ui/useSigned.ts'
import { settleDay, signHandover, type HandoverDetail } from './contract.ts'
import { isBroken } from './rules.ts'
import './handover.css'

/** What still keeps the two from signing, in words. */
function lackOf(h: HandoverDetail, may: boolean) {
  const open = h.lines.filter((l) => l.counted === null).length
  const moved = h.lines.filter((l) => l.moved).length
  const loose = h.lines.filter((l) => l.counted !== null && isBroken(l) && !l.case).length
  return [
    open > 0 && `${open} 行没有点`,
    moved > 0 && `${moved} 行重点`,
    loose > 0 && `${loose} 处差异登记`,
    !may && '日结权限',
  ]
}

/** 交班人 and 接班人, both there from the start; at the end both sign exactly what was counted. */
export function SignCard({ handover: h }: { handover: HandoverDetail }) {
  const maySettle = useMay('handover.settle')
  const [note, setNote] = useState('')
  const shift = h.kind === 'shift'
  const endpoint = shift ? signHandover : settleDay
  const input = { id: h.id, version: h.version, note: note.trim() || undefined }
  const signed = useSigned(endpoint, input, {
    onDone: () => toast(shift ? `${h.no} 已交接` : `${h.no} 已日结`),
  })
  return (
    <Card title={shift ? '交接签字' : '日结签字'} scope="当面点清后各自签字" grow>
      <div className="ho-sign">
        <TwoSignatures
          of={signed}
          title={shift ? '交班' : '结算'}
          since
          who={shift ? '接班人' : '核对人'}
          lack={lackOf(h, shift || maySettle)}
          verb={shift ? '签字交接' : '签字日结'}
          size="large"
          foot="ho-sign-act"
        >
          <Input
            aria-label="备注"
            placeholder="交代事项，可不填"
            value={note}
            maxLength={300}
            onChange={(e) => setNote(e.target.value)}
          />
        </TwoSignatures>
      </div>
    </Card>
  )
}
