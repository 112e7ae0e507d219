import { bySpelling } from '#ui/bySpelling.ts'
import { Input, Segmented, Select } from 'antd'
import { useState } from 'react'
import { issueFromPrescription, issuePeople } from '#features/issue/contract.ts'
import { Card } from '#ui/Card.tsx'
import { go, Link } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { useCall } from '#ui/query.ts'
import { toast } from '#ui/toast.tsx'
import { TwoSignatures } from '#ui/TwoSignatures.tsx'
import { useSigned } from '#ui/useSigned.ts'
import { dispense, type RxDetail } from './contract.ts'
import { Field } from './Field.tsx'
import { readOwed } from './longTermContract.ts'
import { lackOf, type Window } from './useWindow.ts'

const text = (value: string) => value.trim() || undefined

function Reason(props: { title: string; value: string; onChange: (value: string) => void }) {
  return (
    <Field title={props.title}>
      <Input
        value={props.value}
        maxLength={200}
        placeholder="写明后重新签字"
        onChange={(e) => props.onChange(e.target.value)}
      />
    </Field>
  )
}

/** To the patient: who takes it shows a document, empties come back first, two people sign. */
export function HomeSigning({ rx, w }: { rx: RxDetail; w: Window }) {
  const [takenBy, setBy] = useState<'patient' | 'agent'>('patient')
  const [takerIdNo, setIdNo] = useState('')
  const [emptiesReason, setEmpties] = useState('')
  const [fefoReason, setFefo] = useState('')
  const owed = useCall(readOwed, { prescriptionId: rx.id }).data?.rows ?? []
  const owedUnits = owed.reduce((n, o) => n + o.owed, 0)
  const input = {
    id: rx.id,
    locationId: w.locationId ?? 0,
    takenBy,
    takerIdNo: text(takerIdNo),
    checked: [...w.checked],
    picks: w.picks,
    emptiesReason: text(emptiesReason),
    fefoReason: text(fefoReason),
  }
  const signed = useSigned(dispense, input, {
    onDone: ({ no }) => {
      toast(`${no} 已发药`)
      go(`/prescriptions/${rx.id}`)
    },
  })
  const needsCard = !(takenBy === 'patient' && rx.patient.idNo === null)
  const lack = [
    ...lackOf(rx, w),
    ...(needsCard && !takerIdNo.trim() ? ['取药人证件编号'] : []),
    ...(signed.second.present ? [] : ['核对人到场']),
  ]
  return (
    <Card title="发药签字" scope="调配、核对两名药师当面签字" grow>
      <div className="rx-foot">
        <div className="rx-foot" data-keep-focus>
          <Field title="取药人">
            <Segmented
              block
              value={takenBy}
              onChange={setBy}
              options={[
                { value: 'patient', label: '患者本人' },
                { value: 'agent', label: rx.patient.agentName ? `代办人 ${rx.patient.agentName}` : '代办人' },
              ]}
            />
          </Field>
          {needsCard && (
            <Field title="取药人证件编号（与处方核对，不留存）">
              <Input
                value={takerIdNo}
                maxLength={30}
                placeholder="刷证或照证件输入"
                onChange={(e) => setIdNo(e.target.value)}
              />
            </Field>
          )}
        </div>
        {owedUnits > 0 && (
          <Notice tone="amber" action={<Link to={`/patient-empties?rx=${rx.id}`}>收回空容器</Link>}>
            该患者还有 {owedUnits} 个{owed[0]?.container}没有交回，注射剂、贴剂须先收回再发。
          </Notice>
        )}
        <TwoSignatures of={signed} title="调配" lack={lack.slice(0, 3)} verb="发药">
          {(signed.act.refused?.code === 'RX_EMPTIES_OWED' || emptiesReason !== '') && (
            <Reason title="交不回的原因" value={emptiesReason} onChange={setEmpties} />
          )}
          {(signed.act.refused?.code === 'FEFO_BROKEN' || fefoReason !== '') && (
            <Reason title="不按近效期先出的原因" value={fefoReason} onChange={setFefo} />
          )}
        </TwoSignatures>
      </div>
    </Card>
  )
}

/** Used inside: it goes into the hand of the one who gives it, whose account then has to close. */
export function WardSigning({ rx, w }: { rx: RxDetail; w: Window }) {
  const [holderId, setHolder] = useState<number>()
  const [fefoReason, setFefo] = useState('')
  const holders = useCall(issuePeople, {}).data?.holders ?? []
  const input = {
    prescriptionId: rx.id,
    locationId: w.locationId ?? 0,
    holderId: holderId ?? 0,
    picks: w.picks,
    fefoReason: text(fefoReason),
  }
  const signed = useSigned(issueFromPrescription, input, {
    onDone: ({ id, labels }) => go(`/issues/${id}${labels.length > 0 ? '?act=labels' : ''}`),
  })
  const lack = [
    ...lackOf(rx, w),
    ...(holderId === undefined ? ['领用人'] : []),
    ...(signed.second.present ? [] : ['核对人到场']),
  ]
  return (
    <Card title="领用签字" scope="院内使用，药在领用人手里，用完闭环" grow>
      <div className="rx-foot">
        <div data-keep-focus>
          <Field title="领用人（药在谁手里）">
            <Select
              showSearch={bySpelling}
              placeholder="请选择"
              value={holderId}
              onChange={setHolder}
              options={holders.map((p) => ({ value: p.userId, label: `${p.name} ${p.title}` }))}
            />
          </Field>
        </div>
        <TwoSignatures of={signed} title="发药" lack={lack.slice(0, 3)} verb="领用">
          {(signed.act.refused?.code === 'FEFO_BROKEN' || fefoReason !== '') && (
            <Reason title="不按近效期先出的原因" value={fefoReason} onChange={setFefo} />
          )}
        </TwoSignatures>
      </div>
    </Card>
  )
}
