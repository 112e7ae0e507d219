import { Input } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { useMay, useMe } from '#ui/me.ts'
import { Notice } from '#ui/Notice.tsx'
import { useAct } from '#ui/query.ts'
import { SignatureSlot } from '#ui/SignatureSlot.tsx'
import { toast } from '#ui/toast.tsx'
import { useSecondPerson } from '#ui/useSecondPerson.tsx'
import { settleDay, signHandover, type HandoverDetail } from './contract.ts'
import { isBroken } from './rules.ts'
import './handover.css'

/** What still keeps the two from signing, in words. */
function lackOf(h: HandoverDetail, present: boolean, may: boolean): string {
  const open = h.lines.filter((l) => l.counted === null).length
  const moved = h.lines.filter((l) => l.moved).length
  const loose = h.lines.filter((l) => l.counted !== null && isBroken(l) && !l.case).length
  const other = h.kind === 'shift' ? '接班人到场' : '核对人到场'
  return [
    open > 0 && `${open} 行没有点`,
    moved > 0 && `${moved} 行重点`,
    loose > 0 && `${loose} 处差异登记`,
    !may && '日结权限',
    !present && other,
  ]
    .filter(Boolean)
    .join('、')
}

/** 交班人 and 接班人, both there from the start; at the end both sign exactly what was counted. */
export function SignCard({ handover: h }: { handover: HandoverDetail }) {
  const me = useMe()
  const maySettle = useMay('handover.settle')
  const [since] = useState(() => new Date().toISOString())
  const [note, setNote] = useState('')
  const shift = h.kind === 'shift'
  const endpoint = shift ? signHandover : settleDay
  const input = { id: h.id, version: h.version, note: note.trim() || undefined }
  const second = useSecondPerson(endpoint, input)
  const act = useAct(endpoint, { onDone: () => toast(shift ? `${h.no} 已交接` : `${h.no} 已日结`) })
  async function sign() {
    const witness = await second.sign(input)
    if (witness) await act.run(input, { witness })
  }
  return (
    <Card title={shift ? '交接签字' : '日结签字'} scope="当面点清后各自签字" grow>
      <div className="ho-sign">
        <SignatureSlot
          order="第一人"
          title={shift ? '交班' : '结算'}
          state="present"
          name={me.name}
          role={me.title}
          at={since}
        />
        <SignatureSlot {...second.slotProps} />
        <Input
          aria-label="备注"
          placeholder="交代事项，可不填"
          value={note}
          maxLength={300}
          onChange={(e) => setNote(e.target.value)}
        />
        {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
        <div className="ho-sign-act">
          <ActButton
            kind="filled"
            k="F10"
            size="large"
            wide
            blocked={lackOf(h, second.present, shift || maySettle) || undefined}
            busy={act.busy}
            onClick={sign}
          >
            {shift ? '签字交接' : '签字日结'}
          </ActButton>
        </div>
      </div>
    </Card>
  )
}
