import { Select } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { useMay, useMe } from '#ui/me.ts'
import { Notice } from '#ui/Notice.tsx'
import { useAct } from '#ui/query.ts'
import { SignatureSlot } from '#ui/SignatureSlot.tsx'
import { toast } from '#ui/toast.tsx'
import { useSecondPerson } from '#ui/useSecondPerson.tsx'
import { conclusions, qualityStates, signReceipt, type ReceiptDetail } from './contract.ts'
import { lackingOf, usualConclusion } from './rules.ts'
import './receipt.css'

type Quality = (typeof qualityStates)[number]
type Conclusion = (typeof conclusions)[number]

/** Both people from the start; at the end both sign what stands there. */
export function SignCard({ receipt }: { receipt: ReceiptDetail }) {
  const me = useMe()
  const maySign = useMay('receipt.sign')
  const [since] = useState(() => new Date().toISOString())
  const [quality, setQuality] = useState<Quality>()
  const [conclusion, setConclusion] = useState<Conclusion>()
  const usual = usualConclusion(receipt.lines)
  const input = {
    id: receipt.id,
    version: receipt.version,
    qualityState: quality ?? usual.quality,
    conclusion: conclusion ?? usual.conclusion,
  }
  const second = useSecondPerson(signReceipt, input)
  const act = useAct(signReceipt, { onDone: () => toast('已签字入库') })
  const lack = [lackingOf(receipt.lines), maySign ? '' : '签字入库权限', second.present ? '' : '第二人到场']
    .filter(Boolean)
    .join('、')

  async function sign() {
    const witness = await second.sign(input)
    if (witness) await act.run(input, { witness })
  }
  return (
    <Card title="验收签字" scope="两人当面清点后各自签字" grow>
      <div className="rcpt-sign">
        <SignatureSlot
          order="第一人"
          title="验收"
          state="present"
          name={me.name}
          role={`${me.title}，扫完后签字`}
          at={since}
        />
        <SignatureSlot {...second.slotProps} />
        <div className="rcpt-ask-fields">
          <label className="rcpt-field">
            质量情况
            <Select
              value={input.qualityState}
              onChange={setQuality}
              options={qualityStates.map((value) => ({ value, label: value }))}
            />
          </label>
          <label className="rcpt-field">
            验收结论
            <Select
              value={input.conclusion}
              onChange={setConclusion}
              options={conclusions.map((value) => ({ value, label: value }))}
            />
          </label>
        </div>
        {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
        <div className="rcpt-sign-act">
          <ActButton
            kind="filled"
            k="F10"
            size="large"
            wide
            blocked={lack || undefined}
            busy={act.busy}
            onClick={sign}
          >
            签字入库
          </ActButton>
        </div>
      </div>
    </Card>
  )
}
