import { PrinterOutlined } from '@ant-design/icons'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { FactList } from '#ui/FactList.tsx'
import { instantText } from '#ui/format.ts'
import { useMe } from '#ui/me.ts'
import { Page as Frame } from '#ui/Page.tsx'
import { ProofBadge } from '#ui/ProofBadge.tsx'
import { SignatureSlot } from '#ui/SignatureSlot.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import type { Column as Col } from '#ui/column.ts'
import type { HandoverDetail } from './contract.ts'
import { Hands } from './Hands.tsx'
import { LineTable } from './LineTable.tsx'
import { HandoverSheet } from './Sheet.tsx'
import { crumbOf, factsOf } from './Station.tsx'

/** One that is signed, void, or counted by somebody else. */
export function Document({ handover: h }: { handover: HandoverDetail }) {
  const me = useMe()
  const ended = h.signedAt ? [{ label: '止', value: instantText(h.signedAt) }] : []
  return (
    <Frame
      title={h.no}
      crumb={crumbOf(h)}
      tag={<State of={h} />}
      facts={[...factsOf(h), ...ended]}
      actions={
        h.state === 'signed' && (
          <ActButton k="Ctrl+P" icon={<PrinterOutlined />} onClick={() => window.print()}>
            打印
          </ActButton>
        )
      }
      fit
    >
      <Columns widths="minmax(0, 1fr) 400px">
        <Card title="清点" scope={`${h.lines.length} 行`} flush grow>
          <LineTable lines={h.lines} blind={h.blind && h.state !== 'signed'} />
        </Card>
        <Column>
          {h.flows.length > 0 && <Flows of={h} />}
          {h.state !== 'signed' && <Hands of={h.hands} waiting={h.waitingPrescriptions} />}
          <Signatures of={h} />
        </Column>
      </Columns>
      {h.state === 'signed' && <HandoverSheet of={h} printedBy={me.name} />}
    </Frame>
  )
}

function State({ of: h }: { of: HandoverDetail }) {
  if (h.state === 'cancelled') return <StatusTag tone="grey">已作废</StatusTag>
  if (h.state === 'counting') return <StatusTag tone="blue">清点中</StatusTag>
  if (h.differences > 0) return <StatusTag tone="amber">{`有差异 ${h.differences} 处`}</StatusTag>
  return <StatusTag tone="green">{h.kind === 'shift' ? '已交接，相符' : '已日结，相符'}</StatusTag>
}

type Flow = HandoverDetail['flows'][number] & { drug: string; lotNo: string; unit: string }

const columns: readonly Col<Flow>[] = [
  { key: 'title', title: '类别' },
  { key: 'drug', title: '药品', text: (f) => `${f.drug} ${f.lotNo}` },
  { key: 'in', title: '增加', align: 'right', width: 60, render: (f) => <Quantity value={f.in} /> },
  { key: 'out', title: '减少', align: 'right', width: 60, render: (f) => <Quantity value={f.out} /> },
]

/** 增减分类: by which acts the units came and went. */
function Flows({ of: h }: { of: HandoverDetail }) {
  const rows = h.flows.map((f) => {
    const line = h.lines.find((l) => l.lotId === f.lotId)
    return { ...f, drug: line?.name ?? '', lotNo: line?.lotNo ?? '', unit: line?.unit ?? '' }
  })
  return (
    <Card title="增减分类" scope={`${rows.length} 类`} flush>
      <PlainTable columns={columns} rows={rows} rowKey={(f) => `${f.lotId}|${f.title}`} />
    </Card>
  )
}

function Signatures({ of: h }: { of: HandoverDetail }) {
  const shift = h.kind === 'shift'
  const at = h.signedAt ?? undefined
  const slot = (order: string, title: string, name: string | null, role: string | null) =>
    name ? (
      <SignatureSlot
        order={order}
        title={title}
        state="signed"
        name={name}
        role={role ?? ''}
        text={role ?? ''}
        at={at}
      />
    ) : (
      <SignatureSlot order={order} title={title} state="empty" />
    )
  return (
    <Card title="签字" grow foot={h.eventId ? <ProofBadge no={h.eventId} /> : undefined}>
      <div className="z-column">
        {slot('第一人', shift ? '交班' : '结算', h.handedBy, h.handedTitle)}
        {slot('第二人', shift ? '接班' : '核对', h.takenBy, h.takenTitle)}
        <FactList
          items={[
            { label: '开始清点', value: `${h.openedBy} ${instantText(h.openedAt)}` },
            { label: '备注', value: h.note ?? '无' },
          ]}
        />
      </div>
    </Card>
  )
}
