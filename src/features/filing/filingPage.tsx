import { DownloadOutlined } from '@ant-design/icons'
import { ActButton } from '#ui/ActButton.tsx'
import { callUrl } from '#ui/call.ts'
import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { dateText } from '#ui/format.ts'
import { useParams } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { filingKindTitle, filingWorkbook, readFiling, type FilingDetail } from './contract.ts'
import { FrozenCard } from './FrozenCard.tsx'
import { DispatchCard } from './DispatchCard.tsx'
import { NextCard } from './NextCard.tsx'
import { ProofCard } from './ProofCard.tsx'
import { periodTitle } from './rules.ts'
import { FilingTag } from './words.tsx'
import './filing.css'

const crumb = [{ title: '管理与报送', to: '/office?tab=filings' }, { title: '报送' }]

/** One filing: the frozen tables, who prepared and checked them, where they went and what came back. */
export function Page() {
  const filingId = Number(useParams()['filingId'])
  const read = useCall(readFiling, { filingId })
  if (!read.data)
    return (
      <Frame title="报送" crumb={crumb}>
        {read.error ? <ErrorState error={read.error} retry={read.refetch} /> : <SkeletonRows rows={10} />}
      </Frame>
    )
  return <Detail of={read.data} />
}

function Detail({ of }: { of: FilingDetail }) {
  return (
    <Frame
      fit
      title={`${filingKindTitle[of.kind]} ${periodTitle(of.kind, of.period)}`}
      crumb={crumb}
      no={of.no}
      tag={<FilingTag of={of} />}
      facts={[
        { label: '机构', value: of.org },
        { label: '版本', value: of.version === 1 ? '首报' : `更正 ${of.version - 1}` },
        { label: '期限', value: dateText(of.dueOn), ...(of.overdue ? { tone: 'red' as const } : {}) },
      ]}
      actions={
        <ActButton
          k="Ctrl+S"
          icon={<DownloadOutlined />}
          onClick={() => window.location.assign(callUrl(filingWorkbook, { filingId: of.filingId }))}
        >
          导出 Excel
        </ActButton>
      }
    >
      <Columns widths="minmax(0, 1fr) 400px">
        <Column>
          {of.tables.map((t) => (
            <FrozenCard key={`${t.code}${t.title}`} of={t} />
          ))}
        </Column>
        <Column>
          <NextCard of={of} />
          {of.dispatches.length > 0 && <DispatchCard of={of} />}
          <ProofCard of={of} />
          {of.reason && (
            <Card title="更正原因">
              <p>{of.reason}</p>
            </Card>
          )}
        </Column>
      </Columns>
    </Frame>
  )
}
