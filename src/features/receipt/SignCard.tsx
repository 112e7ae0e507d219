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
          <Choice title="质量情况" of={qualityStates} value={input.qualityState} onChange={setQuality} />
          <Choice title="验收结论" of={conclusions} value={input.conclusion} onChange={setConclusion} />
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

interface ChoiceProps<Word extends string> {
  title: string
  of: readonly Word[]
  value: Word
  onChange: (word: Word) => void
}

function Choice<Word extends string>({ title, of, value, onChange }: ChoiceProps<Word>) {
  return (
    <label className="rcpt-field">
      {title}
      <Select<Word>
        value={value}
        onChange={onChange}
        options={of.map((word) => ({ value: word, label: word }))}
      />
    </label>
  )
}
