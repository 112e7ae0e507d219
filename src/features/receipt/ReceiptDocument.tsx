import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { FactList } from '#ui/FactList.tsx'
import { instantText } from '#ui/format.ts'
import { Person } from '#ui/Person.tsx'
import { Progress } from '#ui/Progress.tsx'
import { ProofBadge } from '#ui/ProofBadge.tsx'
import { SignatureSlot } from '#ui/SignatureSlot.tsx'
import { receiptStateTitle, type ReceiptDetail } from './contract.ts'
import { LinePlaces } from './LinePlaces.tsx'
import { LineTable } from './LineTable.tsx'
import { PrintSheet } from './PrintSheet.tsx'
import { ReceiptFrame } from './ReceiptFrame.tsx'
import { packTotals } from './rules.ts'
import './receipt.css'

/** The receipt to read and to print: signed, withdrawn, or counted by somebody else. */
export function ReceiptDocument({ receipt }: { receipt: ReceiptDetail }) {
  const [selected, setSelected] = useState<number>()
  const line = receipt.lines.find((l) => l.id === selected) ?? receipt.lines[0]
  const signed = receipt.signedAt !== null
  return (
    <>
      <div data-screen className="rcpt-document">
        <ReceiptFrame
          receipt={receipt}
          actions={
            signed && (
              <ActButton kind="filled" onClick={() => window.print()} k="Ctrl+P">
                打印
              </ActButton>
            )
          }
        >
          <Columns widths="minmax(0, 1fr) 400px">
            <Card
              grow
              flush
              title="验收明细"
              scope={`${new Set(receipt.lines.map((l) => l.drugId)).size} 个品种`}
              extra={<Progress {...packTotals(receipt.lines)} />}
            >
              <div className="rcpt-left">
                <LineTable receipt={receipt} current={line?.id} onSelect={setSelected} readOnly />
                {line && <LinePlaces receipt={receipt} line={line} />}
              </div>
            </Card>
            <Column>
              <Signatures receipt={receipt} />
              <Record receipt={receipt} />
            </Column>
          </Columns>
        </ReceiptFrame>
      </div>
      {signed && <PrintSheet receipt={receipt} />}
    </>
  )
}

function Signatures({ receipt }: { receipt: ReceiptDetail }) {
  const at = receipt.signedAt ?? undefined
  const slot = (order: string, title: string, name: string | null, role: string | null) => (
    <SignatureSlot
      {...{ order, title }}
      state={name ? 'signed' : 'empty'}
      name={name ?? undefined}
      role={role ?? undefined}
      at={at}
      text={name ? (role ?? undefined) : receipt.state === 'cancelled' ? '已撤销，未签字' : '尚未签字'}
    />
  )
  return (
    <Card title="验收签字" scope={signedScope(receipt)}>
      <div className="rcpt-sign">
        {slot('第一人', '验收', receipt.signedBy, receipt.signedTitle)}
        {slot('第二人', '复核', receipt.witnessedBy, receipt.witnessTitle)}
      </div>
    </Card>
  )
}

const signedScope = (receipt: ReceiptDetail): string => {
  if (receipt.state === 'counting') return `${receipt.createdBy} 正在验收`
  return receipt.signedAt ? instantText(receipt.signedAt, 'second') : receiptStateTitle[receipt.state]
}

function Record({ receipt }: { receipt: ReceiptDetail }) {
  const signed = receipt.signedAt !== null
  return (
    <Card title="入库记录" grow>
      <FactList
        items={[
          { label: '质量情况', value: receipt.qualityState ?? '未填' },
          { label: '验收结论', value: receipt.conclusion ?? '未填' },
          { label: '建单', value: <Person name={receipt.createdBy} role="收货" /> },
          { label: '入库储位', value: receipt.location },
          ...(signed
            ? [{ label: '签字时间', value: receipt.signedAt ? instantText(receipt.signedAt, 'second') : '' }]
            : []),
          ...(receipt.eventId ? [{ label: '存证编号', value: <ProofBadge no={receipt.eventId} /> }] : []),
        ]}
      />
    </Card>
  )
}
