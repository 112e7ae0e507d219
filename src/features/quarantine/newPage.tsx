import { Select } from 'antd'
import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { PickTable } from '#ui/PickTable.tsx'
import { ScanInput } from '#ui/ScanInput.tsx'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { MoveSign } from './MoveSign.tsx'
import { useStart } from './useStart.ts'
import { useStock } from './useStock.ts'

/** 移入待查: what, why, and two people. */
export function Page() {
  const start = useStart()
  const stock = useStock(start.from?.accountId, start.lot)
  return (
    <Frame
      fit
      title="移入待查"
      crumb={[{ title: '待查', to: '/quarantine' }, { title: '移入' }]}
      scope="整盒带原码；盒内单支移出时逐支贴码"
    >
      <Columns widths="minmax(0, 1fr) 420px">
        <Card
          title={start.from?.name ?? '储位'}
          scope="勾选或扫码，点一行取全部"
          extra={
            <Select
              aria-label="储位"
              style={{ width: 190 }}
              value={start.from?.placeId}
              onChange={start.setPlace}
              options={start.places.map((p) => ({ value: p.placeId, label: p.name }))}
            />
          }
          flush
          grow
        >
          {stock.loading ? (
            <SkeletonRows rows={8} />
          ) : (
            <PickTable picks={stock.picks} verb="移入" empty={{ title: '这个储位没有库存' }} />
          )}
        </Card>
        <Column>
          <Card>
            <ScanInput title="扫码" placeholder="扫要移出的盒或单支码" onScan={stock.scan} />
          </Card>
          <MoveSign start={start} stock={stock} />
        </Column>
      </Columns>
    </Frame>
  )
}
