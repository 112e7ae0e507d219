import { InputNumber } from 'antd'
import { Fragment } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { Drug } from '#ui/Drug.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { KeyCap } from '#ui/KeyCap.tsx'
import { Progress } from '#ui/Progress.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { TraceCode } from '#ui/TraceCode.tsx'
import { useKeys } from '#ui/useKeys.ts'
import { useNow } from '#ui/useNow.ts'
import type { OwedRow } from './contract.ts'
import { Due } from './OwingList.tsx'
import { lotsOf, type LotOwed } from './rules.ts'
import type { useStation } from './useStation.ts'
import './recovery.css'

type State = ReturnType<typeof useStation>

/** What this issue owes, lot by lot and ampoule by ampoule; what lies on the table is ticked off. */
export function OwedLots({ station }: { station: State }) {
  const { owed, brought, count } = station
  const now = useNow()
  const last = brought.codes.at(-1)
  useKeys({ 'Ctrl+Z': { text: '撤回上一码', run: () => last && station.withdraw(last), off: !last } })
  const rows = owed.data?.rows ?? []
  const first = rows[0]
  const total = rows.reduce((n, r) => n + r.owed, 0)
  const scope = first && `${first.holderTitle}，${first.issueNo}　${first.refNo}`
  return (
    <Card
      title={first ? first.holder : '欠交单'}
      scope={scope}
      extra={
        first && (
          <>
            <Due at={first.dueAt} now={now} />
            <div style={{ width: 220 }}>
              <Progress done={count} total={total} unit="个" />
            </div>
          </>
        )
      }
      flush
      grow
      foot={
        <>
          <span>
            <KeyCap>Ctrl Z</KeyCap> 撤回上一码
          </span>
          <span>没有标签的按批号填数量</span>
          <ActButton size="small" onClick={() => station.choose(undefined)}>
            换一张单
          </ActButton>
        </>
      }
    >
      {owed.error && !owed.data ? (
        <ErrorState error={owed.error} retry={owed.refetch} />
      ) : !owed.data ? (
        <SkeletonRows rows={8} />
      ) : rows.length === 0 ? (
        <EmptyState title="这张单不欠空安瓿" text="都已交回，或还没有记录开启" />
      ) : (
        <Lots station={station} rows={rows} />
      )}
    </Card>
  )
}

function Lots({ station, rows }: { station: State; rows: readonly OwedRow[] }) {
  return (
    <table className="z-table">
      <thead>
        <tr>
          <th>药品</th>
          <th>批号</th>
          <th data-align="right">欠</th>
          <th data-align="right">已扫</th>
          <th data-align="right" style={{ width: 110 }}>
            未扫，点数
          </th>
          <th data-align="right">收后尚欠</th>
        </tr>
      </thead>
      <tbody>
        {lotsOf(rows).map((lot) => (
          <Fragment key={lot.first.lotId}>
            <LotRow lot={lot} station={station} />
            {lot.codes.map((code, i) => (
              <Ampoule key={code} code={code} no={i + 1} station={station} />
            ))}
          </Fragment>
        ))}
      </tbody>
    </table>
  )
}

function LotRow({ lot, station }: { lot: LotOwed<OwedRow>; station: State }) {
  const { first, owed, codes } = lot
  const scanned = codes.filter((c) => station.brought.codes.includes(c)).length
  const counted = Math.min(station.brought.counts[first.lotId] ?? 0, owed - scanned)
  const left = owed - scanned - counted
  return (
    <tr className="r-lot">
      <td>
        <Drug of={first} />
      </td>
      <td>{first.lotNo}</td>
      <td data-align="right">
        <Quantity value={owed} unit="个" />
      </td>
      <td data-align="right">
        <Quantity value={scanned} unit="个" strong={scanned > 0} />
      </td>
      <td data-align="right">
        <InputNumber
          size="small"
          style={{ width: 88 }}
          min={0}
          max={owed - scanned}
          precision={0}
          value={counted}
          disabled={owed === scanned}
          aria-label={`批号 ${first.lotNo} 未扫的点数`}
          suffix="个"
          onChange={(v) => station.setCount(first.lotId, Number(v ?? 0))}
        />
      </td>
      <td data-align="right">
        <Quantity value={left} unit="个" strong tone={left > 0 ? 'amber' : 'green'} />
      </td>
    </tr>
  )
}

function Ampoule({ code, no, station }: { code: string; no: number; station: State }) {
  const here = station.brought.codes.includes(code)
  return (
    <tr className="r-ampoule" data-here={here ? '' : undefined}>
      <td colSpan={3}>
        <span className="r-no">{no}</span>
        <TraceCode code={code} />
      </td>
      <td data-align="right">
        {here ? <b className="r-here">已扫</b> : <span className="z-caption">待扫</span>}
      </td>
      <td />
      <td data-align="right">
        {here && (
          <button type="button" className="z-link" onClick={() => station.withdraw(code)}>
            撤回
          </button>
        )}
      </td>
    </tr>
  )
}
