import { Input } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { instantText } from '#ui/format.ts'
import { Notice } from '#ui/Notice.tsx'
import { useAct } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import { fileLoan, loanReceivers, loanReceiverTitle, type LoanDetail } from './contract.ts'
import { FilingTag } from './words.tsx'
import './borrowing.css'

/** 备案 with both authorities: number, by whom, when. */
export function FilingCard({ of, may }: { of: LoanDetail; may: boolean }) {
  return (
    <Card title="备案" extra={<FilingTag of={of} />}>
      <div className="z-column">
        {loanReceivers.map((receiver) => {
          const filed = of.filings.find((f) => f.receiver === receiver)
          if (filed)
            return (
              <div key={receiver}>
                <b>{loanReceiverTitle[receiver]}</b>
                <div className="z-caption">
                  {filed.filingNo}，{filed.filedBy} {instantText(filed.filedAt)}
                </div>
              </div>
            )
          return <File key={receiver} of={of} receiver={receiver} may={may} />
        })}
      </div>
    </Card>
  )
}

function File({ of, receiver, may }: { of: LoanDetail; receiver: 'drugAdmin' | 'health'; may: boolean }) {
  const [filingNo, setNo] = useState('')
  const act = useAct(fileLoan, { onDone: () => toast('已登记备案') })
  return (
    <div>
      <b>{loanReceiverTitle[receiver]}</b>
      {may ? (
        <div className="b-file" style={{ gridTemplateColumns: 'minmax(0, 1fr) auto' }}>
          <Input
            size="small"
            value={filingNo}
            maxLength={60}
            aria-label={`${loanReceiverTitle[receiver]}备案号`}
            placeholder="备案号或回执号"
            onChange={(e) => setNo(e.target.value)}
          />
          <ActButton
            size="small"
            busy={act.busy}
            blocked={filingNo.trim() ? undefined : '备案号'}
            onClick={() => act.run({ id: of.id, receiver, filingNo: filingNo.trim() })}
          >
            登记备案
          </ActButton>
        </div>
      ) : (
        <div className="z-caption">还没有备案</div>
      )}
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
    </div>
  )
}
