import { Select } from 'antd'
import { useState } from 'react'
import { Card } from '#ui/Card.tsx'
import { useMay, useMe } from '#ui/me.ts'
import { toast } from '#ui/toast.tsx'
import { TwoSignatures } from '#ui/TwoSignatures.tsx'
import { useSigned } from '#ui/useSigned.ts'
import { conclusions, qualityStates, signReceipt, type ReceiptDetail } from './contract.ts'
import { lackingOf, usualConclusion } from './rules.ts'
import './receipt.css'

type Quality = (typeof qualityStates)[number]
type Conclusion = (typeof conclusions)[number]

/** Both people from the start; at the end both sign what stands there. */
export function SignCard({ receipt }: { receipt: ReceiptDetail }) {
  const me = useMe()
  const maySign = useMay('receipt.sign')
  const [quality, setQuality] = useState<Quality>()
  const [conclusion, setConclusion] = useState<Conclusion>()
  const usual = usualConclusion(receipt.lines)
  const input = {
    id: receipt.id,
    version: receipt.version,
    qualityState: quality ?? usual.quality,
    conclusion: conclusion ?? usual.conclusion,
  }
  const signed = useSigned(signReceipt, input, { onDone: () => toast('已签字入库') })
  const lack = [lackingOf(receipt.lines), !maySign && '签字入库权限']

  return (
    <Card title="验收签字" scope="两人当面清点后各自签字" grow>
      <div className="rcpt-sign">
        <TwoSignatures
          of={signed}
          title="验收"
          text={`${me.title}，扫完后签字`}
          since
          who="第二人"
          lack={lack}
          verb="签字入库"
          size="large"
          foot="rcpt-sign-act"
        >
          <div className="rcpt-ask-fields">
            <Choice title="质量情况" of={qualityStates} value={input.qualityState} onChange={setQuality} />
            <Choice title="验收结论" of={conclusions} value={input.conclusion} onChange={setConclusion} />
          </div>
        </TwoSignatures>
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
