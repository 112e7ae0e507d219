import { Input } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { Labelled } from '#ui/Labelled.tsx'
import { useMe } from '#ui/me.ts'
import { Notice } from '#ui/Notice.tsx'
import { useAct } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import { attendWriteOff, type WriteOffDetail } from './contract.ts'

/** 到场登记: two inspectors with their certificates, before the drugs. */
export function AttendCard({ of }: { of: WriteOffDetail }) {
  const me = useMe()
  const [first, setFirst] = useState({ name: me.name, certificateNo: '' })
  const [second, setSecond] = useState({ name: '', certificateNo: '' })
  const [remark, setRemark] = useState('')
  const act = useAct(attendWriteOff, { onDone: () => toast('已登记到场，机构可以执行销毁') })
  const people = [first, second]
  const lack = [
    people.some((p) => !p.name.trim()) && '两名监督人员姓名',
    people.some((p) => !p.certificateNo.trim()) && '证件号',
  ].filter(Boolean)
  const send = () =>
    act.run({
      id: of.id,
      arrivedAt: new Date().toISOString(),
      first,
      second,
      remark: remark.trim() || undefined,
    })
  return (
    <Card title="到场登记" scope="核对清单与实物之后登记">
      <div className="z-column">
        <Inspector title="监督人员一" of={first} onChange={setFirst} />
        <Inspector title="监督人员二" of={second} onChange={setSecond} />
        <Labelled title="意见" hint="可不填">
          <Input
            value={remark}
            maxLength={200}
            placeholder="如：品种、批号、数量与清单一致"
            onChange={(e) => setRemark(e.target.value)}
          />
        </Labelled>
        {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
        <ActButton
          kind="filled"
          k="F10"
          wide
          blocked={lack.join('、') || undefined}
          busy={act.busy}
          onClick={send}
        >
          登记到场
        </ActButton>
      </div>
    </Card>
  )
}

interface Person {
  name: string
  certificateNo: string
}

function Inspector({ title, of, onChange }: { title: string; of: Person; onChange: (p: Person) => void }) {
  return (
    <div className="w-inspector">
      <Labelled title={title}>
        <Input
          value={of.name}
          maxLength={30}
          placeholder="姓名"
          onChange={(e) => onChange({ ...of, name: e.target.value })}
        />
      </Labelled>
      <Labelled title="执法证号">
        <Input
          value={of.certificateNo}
          maxLength={40}
          onChange={(e) => onChange({ ...of, certificateNo: e.target.value })}
        />
      </Labelled>
    </div>
  )
}
