import { PrinterOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { instantText } from '#ui/format.ts'
import { useMay, useMe } from '#ui/me.ts'
import { useParams } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { BackPanel } from './BackPanel.tsx'
import { loanDirectionTitle, readLoan, type LoanDetail } from './contract.ts'
import { FilingCard } from './FilingCard.tsx'
import { LoanFacts, LoanLines, LoanReturns } from './LoanCards.tsx'
import { Sheet } from './Sheet.tsx'
import { LoanTag } from './words.tsx'

const crumb = [{ title: '紧急借用', to: '/borrowings' }, { title: '借用单' }]

export function Page() {
  const { id } = useParams()
  const read = useCall(readLoan, { id: Number(id) })
  if (!read.data)
    return (
      <Frame title="借用单" crumb={crumb}>
        {read.error ? (
          <ErrorState title="没有读到借用单" error={read.error} retry={read.refetch} />
        ) : (
          <SkeletonRows rows={10} />
        )}
      </Frame>
    )
  return <Detail of={read.data} />
}

function Detail({ of }: { of: LoanDetail }) {
  const own = useMe().org.orgId === of.orgId
  const may = useMay('borrowing.work') && own
  const [giving, setGiving] = useState(false)
  return (
    <Frame
      fit
      title={of.no}
      crumb={crumb}
      tag={<LoanTag of={of} />}
      facts={[
        { label: '方向', value: loanDirectionTitle[of.direction] },
        { label: '对方', value: of.partner },
        { label: '时间', value: instantText(of.borrowedAt) },
      ]}
      actions={
        <>
          <ActButton k="Ctrl+P" icon={<PrinterOutlined />} onClick={() => window.print()}>
            打印
          </ActButton>
          {may && of.state === 'open' && (
            <ActButton kind="filled" k="F4" onClick={() => setGiving(true)}>
              {of.direction === 'in' ? '归还' : '收回'}
            </ActButton>
          )}
        </>
      }
    >
      <Columns widths="minmax(0, 1fr) 440px">
        <Column>
          <LoanLines of={of} />
          <LoanReturns of={of} />
        </Column>
        <Column>
          <FilingCard of={of} may={may} />
          <LoanFacts of={of} />
        </Column>
      </Columns>
      <BackPanel of={of} open={giving} onClose={() => setGiving(false)} />
      <Sheet of={of} />
    </Frame>
  )
}
