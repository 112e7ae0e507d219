import { Button, Input, Popover, Segmented } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { Drug } from '#ui/Drug.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { FactList } from '#ui/FactList.tsx'
import { instantText, unitText } from '#ui/format.ts'
import { useMay, useMe } from '#ui/me.ts'
import { go, Link, useParams } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { ReasonButton } from '#ui/ReasonButton.tsx'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { toast } from '#ui/toast.tsx'
import { Checks } from './Checks.tsx'
import {
  categoryTitle,
  encounterTitle,
  extendPrescription,
  purposeTitle,
  readPrescription,
  useAtTitle,
  voidPrescription,
  type RxDetail,
} from './contract.ts'
import { PatientFact } from './PatientFact.tsx'
import { PrintButton } from './PrintForm.tsx'
import { daysAfter, seriesTitle } from './rules.ts'
import { StateTag } from './StateTag.tsx'
import { usageText } from './words.ts'
import './prescription.css'
import '#ui/table.css'

/** One prescription: what it says, whether it holds, and who filled it. */
export function Page() {
  const { id } = useParams()
  const query = useCall(readPrescription, { id: Number(id) }, { refetchInterval: 15_000 })
  const rx = query.data
  return (
    <Frame
      fit
      title={rx ? `${seriesTitle[rx.series]}处方` : '处方'}
      crumb={[{ title: '处方', to: '/prescriptions' }, { title: rx?.no ?? '处方' }]}
      {...(rx ? { no: rx.no, tag: <StateTag of={rx} />, facts: factsOf(rx) } : {})}
      actions={rx && <Acts rx={rx} />}
    >
      {query.error && !rx ? (
        <ErrorState error={query.error} retry={query.refetch} />
      ) : !rx ? (
        <SkeletonRows rows={8} />
      ) : (
        <Columns widths="minmax(0, 1fr) 400px">
          <Column>
            <Lines rx={rx} />
            <Card title="限量核对" scope="按开具当日的规定，逐行列出" grow>
              {rx.lines.map((l) => (
                <Checks
                  key={l.drugId}
                  drug={`${l.name} ${l.spec} × ${l.units} ${l.unit}`}
                  checks={l.checks}
                />
              ))}
            </Card>
          </Column>
          <Column>
            <Filled rx={rx} />
            <Facts rx={rx} />
          </Column>
        </Columns>
      )}
    </Frame>
  )
}

const factsOf = (rx: RxDetail) => [
  { label: '患者', value: <PatientFact rx={rx} /> },
  { label: '开方医师', value: rx.prescriber },
  { label: '有效到', value: rx.validTo },
]

function Acts({ rx }: { rx: RxDetail }) {
  const me = useMe()
  const mayDispense = useMay('prescription.dispense')
  const mayPrint = useMay('prescription.print')
  const voiding = useAct(voidPrescription, { onDone: () => toast(`${rx.no} 已作废`) })
  const mine = rx.prescriberId === me.userId
  const waiting = rx.state === 'open' || rx.state === 'expired'
  async function annul(reason: string) {
    const done = await voiding.run({ id: rx.id, reason })
    if (!done && voiding.refused) toast(voiding.refused.text, 'red')
  }
  return (
    <>
      {mine && waiting && (
        <ReasonButton verb="作废" onConfirm={annul} presets={['剂量写错', '患者不用了', '重新开具']} />
      )}
      {mine && rx.state === 'open' && <Extend rx={rx} />}
      {mayPrint && rx.state !== 'void' && <PrintButton rx={rx} />}
      {mayDispense && rx.state === 'open' && (
        <ActButton kind="filled" k="F4" onClick={() => go(`/prescriptions/${rx.id}/dispense`)}>
          调配发药
        </ActButton>
      )}
    </>
  )
}

/** At most three days after the day it was written (处方管理办法 Art 18). */
function Extend({ rx }: { rx: RxDetail }) {
  const [open, setOpen] = useState(false)
  const [days, setDays] = useState(1)
  const [reason, setReason] = useState('')
  const act = useAct(extendPrescription, {
    onDone: () => {
      toast('有效期已延长')
      setOpen(false)
    },
  })
  const written = instantText(rx.writtenAt).slice(0, 10)
  const choices = [1, 2, 3].filter((n) => daysAfter(written, n) > rx.validTo)
  if (choices.length === 0) return null
  const chosen = choices.includes(days) ? days : (choices[0] ?? 1)
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomRight"
      title="延长有效期"
      destroyOnHidden
      content={
        <div data-keep-focus className="rx-reveal">
          <span className="z-caption">处方当日有效，最多延长到开具后第 3 日</span>
          <Segmented
            block
            value={chosen}
            onChange={setDays}
            options={choices.map((n) => ({ value: n, label: `到 ${daysAfter(written, n).slice(5)}` }))}
          />
          <Input.TextArea
            rows={2}
            maxLength={200}
            placeholder="写明原因"
            value={reason}
            onChange={(e) => setReason(e.target.value)}
          />
          {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
          <Button
            disabled={!reason.trim()}
            loading={act.busy}
            onClick={() =>
              void act.run({ id: rx.id, validTo: daysAfter(written, chosen), reason: reason.trim() })
            }
          >
            延长
          </Button>
        </div>
      }
    >
      <Button>延长有效期</Button>
    </Popover>
  )
}

function Lines({ rx }: { rx: RxDetail }) {
  return (
    <Card title="药品" scope={`${rx.lines.length} 个品种`} flush>
      <table className="z-table">
        <thead>
          <tr>
            <th>药品</th>
            <th>用法用量</th>
            <th data-align="right">数量</th>
            <th data-align="right">够用</th>
          </tr>
        </thead>
        <tbody>
          {rx.lines.map((l) => (
            <tr key={l.drugId}>
              <td>
                <Drug of={l} />
              </td>
              <td>
                {usageText(l)}
                {l.instruction && <span className="z-caption">　{l.instruction}</span>}
              </td>
              <td data-align="right">
                <Quantity value={l.units} unit={l.unit} strong />
              </td>
              <td data-align="right">
                {l.suppliedDays > 0 ? <Quantity value={l.suppliedDays} unit="日" /> : '一次用完'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}

function Filled({ rx }: { rx: RxDetail }) {
  const f = rx.filled
  if (rx.state === 'void')
    return (
      <Notice tone="amber">
        {rx.voidedBy} 于 {instantText(rx.voidedAt ?? rx.writtenAt)} 作废：{rx.voidReason}
      </Notice>
    )
  if (!f) return null
  return (
    <Card title={f.kind === 'dispense' ? '发药' : '领用'} scope={instantText(f.at)}>
      <FactList
        items={[
          {
            label: '单号',
            value:
              f.kind === 'issue' ? (
                <Link to={`/issues/${f.id}`}>{f.no}</Link>
              ) : (
                <span className="z-code">{f.no}</span>
              ),
          },
          { label: '发药储位', value: f.location },
          { label: f.kind === 'dispense' ? '调配' : '发药', value: f.dispensedBy },
          { label: '核对', value: f.checkedBy },
          { label: '出入账', value: <Link to={`/movements/${f.movementId}`}>查看批号与追溯码</Link> },
        ]}
      />
    </Card>
  )
}

function Facts({ rx }: { rx: RxDetail }) {
  const identity = rx.verifiedHow
    ? `${rx.verifiedHow}，${instantText(rx.verifiedAt ?? rx.writtenAt)} 由开方医师核对`
    : `急诊先行处方：${rx.emergencyReason ?? ''}`
  const agent = rx.patient.agentName && `${rx.patient.agentName}，${rx.patient.agentIdNo ?? ''}`
  const items = [
    {
      label: '就诊',
      value: [encounterTitle[rx.encounter], rx.department, rx.bed].filter(Boolean).join('，'),
    },
    {
      label: '患者类别',
      value: [categoryTitle[rx.category], rx.purpose && purposeTitle[rx.purpose]].filter(Boolean).join('，'),
    },
    { label: '去向', value: useAtTitle[rx.useAt] },
    { label: '临床诊断', value: rx.diagnosis },
    { label: '费别', value: rx.payment },
    { label: '身份核对', value: identity },
    ...(agent ? [{ label: '代办人', value: agent }] : []),
    ...(rx.longTermNo
      ? [{ label: '长期档案', value: <Link to={`/long-term/${rx.longTermId}`}>{rx.longTermNo}</Link> }]
      : []),
    ...(rx.overLimitReason ? [{ label: '超 7 日理由', value: rx.overLimitReason }] : []),
    ...(rx.overlapReason ? [{ label: '提前开具', value: rx.overlapReason }] : []),
    ...(rx.extendReason ? [{ label: '延长原因', value: rx.extendReason }] : []),
    ...(rx.paperNo ? [{ label: '处方纸', value: rx.paperNo }] : []),
    { label: '开具时间', value: instantText(rx.writtenAt) },
  ]
  return (
    <Card title="处方内容" scope={unitText(rx.no)} grow>
      <FactList items={items} />
    </Card>
  )
}
