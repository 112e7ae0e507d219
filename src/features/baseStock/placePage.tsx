import { Tabs } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { Columns } from '#ui/Columns.tsx'
import { Drug } from '#ui/Drug.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { useMay, useMe } from '#ui/me.ts'
import { useParams, useSearch } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { readExchange, readPlaceBase, type PlaceBase } from './contract.ts'
import { positionColumns } from './DrugTable.tsx'
import { ExchangePanel } from './ExchangePanel.tsx'
import { RequestPanel } from './RequestPanel.tsx'
import { TermDetail } from './TermDetail.tsx'
import { UseTable } from './UseTable.tsx'
import { BaseTag, Equation, type Term } from './words.tsx'
import './base.css'

const crumb = [{ title: '基数管理', to: '/base-stock' }, { title: '储位' }]
const every = 15_000

/** One place: its equation drug by drug, what stands behind each term, and the exchange that fills it again. */
export function Page() {
  const placeId = Number(useParams()['id'])
  const read = useCall(readPlaceBase, { placeId }, { refetchInterval: every })
  if (!read.data) {
    return (
      <Frame title="储位基数" crumb={crumb}>
        {read.error ? <ErrorState error={read.error} retry={read.refetch} /> : <SkeletonRows rows={8} />}
      </Frame>
    )
  }
  return <Place key={placeId} base={read.data} />
}

function Place({ base }: { base: PlaceBase }) {
  const me = useMe()
  const [search, change] = useSearch()
  const [panel, setPanel] = useState<'exchange' | 'request'>()
  const mine = base.orgId === me.org.orgId
  const mayAsk = useMay('requisition.request') && mine
  const mayRequest = useMay('baseStock.request') && mine
  const tab = search['tab'] === 'uses' ? 'uses' : 'base'
  return (
    <Frame
      title={base.place}
      crumb={crumb}
      facts={[
        { label: '科室', value: base.department ?? '无' },
        { label: '级别', value: `${base.tier} 级库` },
      ]}
      actions={
        <>
          {mayRequest && <ActButton onClick={() => setPanel('request')}>申请基数</ActButton>}
          {mayAsk && (
            <ActButton kind="filled" k="F4" onClick={() => setPanel('exchange')}>
              以空换新
            </ActButton>
          )}
        </>
      }
      fit
    >
      <Tabs
        activeKey={tab}
        items={[
          { key: 'base', label: '基数核对' },
          { key: 'uses', label: '使用记录' },
        ]}
        onChange={(to) => change({ tab: to === 'base' ? undefined : to, q: undefined, page: undefined })}
        tabBarStyle={{ margin: 0 }}
      />
      {tab === 'uses' ? <UseTable placeId={base.placeId} /> : <Base base={base} />}
      <ExchangePanel placeId={base.placeId} open={panel === 'exchange'} onClose={() => setPanel(undefined)} />
      <RequestPanel open={panel === 'request'} onClose={() => setPanel(undefined)} placeId={base.placeId} />
    </Frame>
  )
}

function Base({ base }: { base: PlaceBase }) {
  const [search, change] = useSearch()
  const [term, setTerm] = useState<Term>('inPlace')
  const exchange = useCall(readExchange, { placeId: base.placeId }, { refetchInterval: every })
  const broken = base.drugs.find((d) => d.state === 'short' || d.state === 'over')
  const drug = base.drugs.find((d) => String(d.drugId) === search['drug']) ?? broken ?? base.drugs[0]
  if (!drug) return <EmptyState title="这里没有药品，也没有核定基数" text="先申请基数，批准后请领补足" />
  return (
    <>
      <Card>
        <div className="bs-head">
          <Drug of={drug} />
          <Equation of={drug} term={term} onTerm={setTerm} />
          <BaseTag of={drug} />
        </div>
      </Card>
      <Columns widths="minmax(0, 1fr) 460px">
        <Card title="品种" scope={`${base.drugs.length} 种`} flush grow>
          <PlainTable
            columns={positionColumns}
            rows={base.drugs}
            rowKey={(d) => d.drugId}
            current={drug.drugId}
            tone={(d) => (d.state === 'short' ? 'red' : d.state === 'over' ? 'amber' : undefined)}
            onOpen={(d) => change({ drug: String(d.drugId) })}
          />
        </Card>
        <TermDetail drug={drug} term={term} base={base} exchange={exchange.data} />
      </Columns>
    </>
  )
}
