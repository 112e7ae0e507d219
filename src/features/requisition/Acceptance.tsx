import { Input } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { Drug } from '#ui/Drug.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Progress } from '#ui/Progress.tsx'
import { useAct } from '#ui/query.ts'
import { ScanInput, type ScanOutcome } from '#ui/ScanInput.tsx'
import { toast } from '#ui/toast.tsx'
import { acceptTransfer, type TransferDetail } from './contract.ts'
import type { Counting } from './counting.tsx'
import { CountAll } from './CountAll.tsx'
import { look } from './scanning.tsx'
import { MySlot } from './MySlot.tsx'
import { keyOf } from './sending.tsx'
import { unitOf } from './words.tsx'

interface Props {
  of: TransferDetail
  counting: Counting
}

/** 点收: every box scanned, or all at once after an honest count; less than is in transit needs words. */
export function Acceptance({ of: t, counting }: Props) {
  return (
    <>
      <Card>
        <ScanInput title="点收" placeholder="扫描收到的盒或单支码" onScan={(raw) => take(raw, t, counting)} />
        <CountAll counting={counting} />
      </Card>
      <Sign of={t} counting={counting} />
    </>
  )
}

async function take(raw: string, t: TransferDetail, counting: Counting): Promise<ScanOutcome> {
  const found = await look(t.accountId, raw)
  if ('kind' in found) return found
  const item = counting.waiting.find((i) => keyOf(i) === keyOf(found))
  const about = <Drug of={found} />
  if (!item)
    return {
      kind: 'refuse',
      text: '此码不在本单',
      code: found.code,
      about,
      detail: '这张调拨单没有这一盒。先放进待查盒，与发出方核对。',
    }
  if (counting.unitsOf(item) === item.inTransitUnits)
    return { kind: 'repeat', text: '已点收，不重复计', code: found.code }
  counting.set(item, item.inTransitUnits)
  const part = item.inTransitUnits < item.packUnits
  return {
    kind: 'accept',
    text: `点收 ${item.inTransitUnits} ${item.unit}${part ? '（拆零盒，请核对支数）' : ''}`,
    code: found.code,
  }
}

function Sign({ of: t, counting }: Props) {
  const [note, setNote] = useState('')
  const act = useAct(acceptTransfer, {
    onDone: ({ inTransitUnits }) => {
      counting.clear()
      setNote('')
      toast(
        inTransitUnits > 0 ? '已签收，其余仍在途' : `${t.no} 已全部签收`,
        inTransitUnits > 0 ? 'amber' : 'green',
      )
    },
  })
  const unit = unitOf(counting.waiting)
  const short = counting.picks.length > 0 && counting.missingUnits > 0
  // Received from the carrier, and by nobody before the carrier has it.
  const untaken = t.carrier !== null && t.takenAt === null
  const lack = [
    ...(untaken ? [`运送人 ${t.carrier} 签字带走`] : []),
    ...(counting.picks.length > 0 ? [] : ['逐盒扫码或全部点收']),
    ...(short && !note.trim() ? ['差异说明'] : []),
  ]
  const accept = () => act.run({ id: t.id, picks: counting.picks, note: short ? note.trim() : undefined })
  return (
    <Card
      title="签收"
      scope={`入账到${t.destination}`}
      extra={<Progress done={counting.countedCodes} total={counting.waiting.length} unit="码" />}
      grow
    >
      <div className="rq-sign">
        <MySlot order="接收方" title="点收" />
        {short && (
          <label className="rq-field" data-keep-focus>
            <Notice tone="amber">
              少 {counting.missingUnits} {unit}，签收后仍记在途，等待查明
            </Notice>
            <Input.TextArea
              rows={3}
              maxLength={300}
              value={note}
              placeholder="少了什么、怎么发现的，记入账册"
              onChange={(e) => setNote(e.target.value)}
            />
          </label>
        )}
        {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
        <div className="rq-sign-foot">
          <ActButton
            wide
            kind="filled"
            k="F10"
            busy={act.busy}
            blocked={lack.join('、') || undefined}
            onClick={accept}
          >
            签收入库
          </ActButton>
        </div>
      </div>
    </Card>
  )
}
