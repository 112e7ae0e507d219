import { Select } from 'antd'
import { useState } from 'react'
import { listPlaces } from '#features/places/contract.ts'
import { listCodes, listHoldings } from '#features/quarantine/contract.ts'
import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { PickTable } from '#ui/PickTable.tsx'
import { useCall } from '#ui/query.ts'
import { ScanInput } from '#ui/ScanInput.tsx'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { useStockPicks } from '#ui/useStockPicks.ts'
import { ReturnSign } from './ReturnSign.tsx'

const stores = ['store', 'cabinet', 'ward']

/** Accounts that may give something back: red boxes with something in them first, then the places. */
function useSources() {
  const held = useCall(listHoldings, { pageSize: 500 }).data?.rows ?? []
  const places = useCall(listPlaces, { state: 'active', pageSize: 500 }).data?.rows ?? []
  const boxes = new Map(
    held
      .filter((r) => r.reason !== 'patientReturn')
      .map((r) => [r.accountId, r.no ? `${r.account} ${r.no}` : r.account]),
  )
  return [
    ...[...boxes].map(([value, label]) => ({ value, label })),
    ...places.filter((p) => stores.includes(p.kind)).map((p) => ({ value: p.accountId, label: p.name })),
  ]
}

/** 退货: what, to whom, their confirmation, two people. */
export function Page() {
  const sources = useSources()
  const [chosen, setChosen] = useState<number>()
  const accountId = chosen ?? sources[0]?.value
  const stock = useStockPicks(listCodes, accountId)
  return (
    <Frame
      fit
      title="退货"
      crumb={[{ title: '退货', to: '/supplier-returns' }, { title: '新退货' }]}
      scope="患者交回的药品不能退货"
    >
      <Columns widths="minmax(0, 1fr) 420px">
        <Card
          title="药品"
          scope="勾选或扫码，点一行取全部"
          extra={
            <Select
              aria-label="从"
              style={{ width: 260 }}
              value={accountId}
              onChange={setChosen}
              options={sources}
            />
          }
          flush
          grow
        >
          {stock.loading ? (
            <SkeletonRows rows={8} />
          ) : (
            <PickTable picks={stock.picks} verb="退货" empty={{ title: '这里没有可退的药品' }} />
          )}
        </Card>
        <Column>
          <Card>
            <ScanInput title="扫码" placeholder="扫要退的盒或单支码" onScan={stock.scan} />
          </Card>
          <ReturnSign accountId={accountId} picks={stock.picks} />
        </Column>
      </Columns>
    </Frame>
  )
}
