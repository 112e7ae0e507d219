import { Input } from 'antd'
import { useState } from 'react'
import type { Evidence } from '#core/files/contract.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { EvidenceStrip } from '#ui/EvidenceStrip.tsx'
import { Notice } from '#ui/Notice.tsx'
import { useAct } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import { endFinding, measureCase, verifyCase, type CaseDetail } from './caseContract.ts'

/** 登记整改: what was done, with one photograph that shows it. */
export function MeasureCard({ of }: { of: CaseDetail }) {
  const [text, setText] = useState('')
  const [proof, setProof] = useState<Evidence>()
  const act = useAct(measureCase, { onDone: () => toast('已登记，等复查') })
  const lack = [!text.trim() && '措施', !proof && '证明照片'].filter(Boolean).join('、')
  return (
    <Card title={of.source === 'own' ? '登记整改' : '答复主管部门'} scope="登记后由另一人复查">
      <div className="z-column">
        <Input.TextArea
          rows={4}
          maxLength={1000}
          value={text}
          aria-label="整改措施"
          placeholder="做了什么，怎样避免再发生"
          onChange={(e) => setText(e.target.value)}
        />
        <EvidenceStrip
          slots={[{ title: '整改证明', says: '整改后的现场，或签好字的文件' }]}
          value={[proof]}
          onChange={([e]) => setProof(e)}
        />
        {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
        <ActButton
          kind="filled"
          k="F10"
          wide
          busy={act.busy}
          blocked={lack || undefined}
          onClick={() => proof && act.run({ caseId: of.caseId, text: text.trim(), proof: proof.sha256 })}
        >
          登记整改
        </ActButton>
      </div>
    </Card>
  )
}

/** 复查: closed, or sent back with what is still wrong. */
export function EndCard({ of }: { of: CaseDetail }) {
  const [text, setText] = useState('')
  const done = { onDone: () => toast('已登记') }
  const [verify, end] = [useAct(verifyCase, done), useAct(endFinding, done)]
  const act = of.may.end ? end : verify
  const send = (outcome: 'close' | 'return') => act.run({ caseId: of.caseId, outcome, text: text.trim() })
  const lack = text.trim() ? undefined : '复查意见'
  return (
    <Card title={of.may.end ? '复核' : '复查'} scope="合格销号，不合格退回重改">
      <div className="z-column">
        <Input.TextArea
          rows={3}
          maxLength={500}
          value={text}
          aria-label="复查意见"
          placeholder="看了什么，是否已整改到位"
          onChange={(e) => setText(e.target.value)}
        />
        {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
        <ActButton kind="filled" k="F10" wide busy={act.busy} blocked={lack} onClick={() => send('close')}>
          合格销号
        </ActButton>
        <ActButton kind="red" wide busy={act.busy} blocked={lack} onClick={() => send('return')}>
          退回重改
        </ActButton>
      </div>
    </Card>
  )
}
