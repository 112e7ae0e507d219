import { bySpelling } from '#ui/bySpelling.ts'
import { InputNumber, Select } from 'antd'
import { Fragment, useState } from 'react'
import { suggestPicks, summariseStock } from '#features/stock/contract.ts'
import { listPlaces } from '#features/places/contract.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { call } from '#ui/call.ts'
import { Card } from '#ui/Card.tsx'
import { Drug } from '#ui/Drug.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useCall } from '#ui/query.ts'
import { refusedText } from '#ui/refused.ts'
import { StatusTag } from '#ui/StatusTag.tsx'
import { toast } from '#ui/toast.tsx'
import { TraceCode } from '#ui/TraceCode.tsx'
import type { Desk, PlanLine, Take } from './useDesk.tsx'

/** Planned against taken, line by line; below each line the codes it comes from and the labels that will be made. */
export function DeskPlan({ desk }: { desk: Desk }) {
  const { plan, takes } = desk
  const taken = takes.reduce((n, t) => n + t.units, 0)
  const planned = plan.reduce((n, p) => n + p.units, 0)
  return (
    <Card
      title="药品"
      scope={`${plan.length} 个品种`}
      extra={
        plan.length > 0 && (
          <span>
            <b>{taken}</b> / {planned} 已取
          </span>
        )
      }
      flush
      grow
    >
      {plan.length === 0 ? (
        <EmptyState title="还没有药品" text="先加上处方或手术计划的品种和数量，再扫盒码" />
      ) : (
        <table className="z-table i-plan">
          <thead>
            <tr>
              <th>药品</th>
              <th data-align="right">计划</th>
              <th data-align="right">已取</th>
              <th>状态</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {plan.map((line) => (
              <Line key={line.drugId} desk={desk} line={line} />
            ))}
          </tbody>
        </table>
      )}
      <AddLine desk={desk} />
    </Card>
  )
}

function Line({ desk, line }: { desk: Desk; line: PlanLine }) {
  const taken = desk.takenOf(line.drugId)
  const missing = line.units - taken
  const mine = desk.takes.filter((t) => t.found.drugId === line.drugId)
  return (
    <Fragment>
      <tr>
        <td>
          <Drug of={line} />
        </td>
        <td data-align="right">
          <InputNumber
            size="small"
            min={1}
            max={9999}
            precision={0}
            value={line.units}
            suffix={line.unit}
            onChange={(n) => n && desk.setPlanned(line.drugId, n)}
            aria-label={`${line.name} 计划数量`}
          />
        </td>
        <td data-align="right">
          <Quantity value={taken} unit={line.unit} strong />
        </td>
        <td>
          <LineTag missing={missing} unit={line.unit} started={taken > 0} />
        </td>
        <td data-align="right">
          {missing > 0 && <SuggestButton desk={desk} line={line} missing={missing} />}{' '}
          <button type="button" className="z-link" onClick={() => desk.dropPlan(line.drugId)}>
            移除
          </button>
        </td>
      </tr>
      {mine.map((t) => (
        <TakeRow key={t.found.code} desk={desk} take={t} />
      ))}
    </Fragment>
  )
}

function LineTag({ missing, unit, started }: { missing: number; unit: string; started: boolean }) {
  if (missing === 0) return <StatusTag tone="green">已齐</StatusTag>
  if (missing < 0)
    return (
      <StatusTag tone="red">
        多取 {-missing} {unit}
      </StatusTag>
    )
  return (
    <StatusTag tone={started ? 'amber' : 'grey'}>
      还差 {missing} {unit}
    </StatusTag>
  )
}

/** First to expire first: the server says which codes, each is then taken as if it were scanned. */
function SuggestButton({ desk, line, missing }: { desk: Desk; line: PlanLine; missing: number }) {
  const [busy, setBusy] = useState(false)
  async function suggest() {
    setBusy(true)
    try {
      const { picks, foundUnits } = await call(suggestPicks, {
        locationId: desk.head.locationId ?? 0,
        drugId: line.drugId,
        units: missing,
      })
      for (const p of picks) await desk.take(p.code, p.units)
      if (foundUnits < missing)
        toast(
          `${line.name} 只有 ${foundUnits} ${line.unit}，还差 ${missing - foundUnits} ${line.unit}`,
          'red',
        )
    } catch (error) {
      toast(refusedText(error), 'red')
    }
    setBusy(false)
  }
  return (
    <button type="button" className="z-link" disabled={busy} onClick={() => void suggest()}>
      近效期先出
    </button>
  )
}

/** `贴 -04、-05`: the numbers of the labels that this take will make. */
function labelText({ found, units }: Take): string {
  if (!found.splits) return '单支，已有标签'
  const nos = found.nextNos.slice(0, units).map((n) => `-${String(n).padStart(2, '0')}`)
  const shown = nos.length > 4 ? `${nos[0]} 至 ${nos.at(-1)}` : nos.join('、')
  return `拆零 ${units} ${found.unit}，贴 ${shown}，盒内余 ${found.haveUnits - units}`
}

function TakeRow({ desk, take }: { desk: Desk; take: Take }) {
  const { found, units } = take
  return (
    <tr className="i-takes">
      <td>
        <TraceCode code={found.code} short />{' '}
        <span className="z-caption">
          批号 {found.lotNo}，至 {found.expiry.slice(0, 7)}
        </span>
      </td>
      <td data-align="right">
        {found.haveUnits > 1 && (
          <InputNumber
            size="small"
            min={1}
            max={found.haveUnits}
            precision={0}
            value={units}
            suffix={found.unit}
            onChange={(n) => n && desk.setTaken(found.code, n)}
            aria-label="取几支"
          />
        )}
      </td>
      <td data-align="right">
        <Quantity value={units} unit={found.unit} />
      </td>
      <td colSpan={2}>
        <span className="i-take-end">
          <span className="z-caption">{labelText(take)}</span>
          <button type="button" className="z-link" onClick={() => desk.untake(found.code)}>
            撤回
          </button>
        </span>
      </td>
    </tr>
  )
}

/** Drugs that lie in the chosen place, with how many. */
function AddLine({ desk }: { desk: Desk }) {
  const [drugId, setDrug] = useState<number>()
  const [units, setUnits] = useState<number | null>(1)
  const accountId = useCall(listPlaces, { state: 'active', pageSize: 500 }).data?.rows.find(
    (p) => p.placeId === desk.head.locationId,
  )?.accountId
  const rows = useCall(summariseStock, accountId === undefined ? undefined : { accountId }).data?.rows ?? []
  const free = rows.filter((r) => !desk.plan.some((p) => p.drugId === r.drugId))
  function add() {
    const row = rows.find((r) => r.drugId === drugId)
    if (!row || !units) return
    const { name, spec, unit, drugClass } = row
    desk.addPlan({ drugId: row.drugId, name, spec, unit, drugClass, units })
    setDrug(undefined)
    setUnits(1)
  }
  const unit = rows.find((r) => r.drugId === drugId)?.unit
  return (
    <div className="i-plan-add">
      <Select
        showSearch={bySpelling}
        placeholder="加药品：名称，只列这个储位有的"
        value={drugId}
        onChange={setDrug}
        aria-label="药品"
        options={free.map((r) => ({
          value: r.drugId,
          label: `${r.name} ${r.spec}，有 ${r.totalUnits} ${r.unit}`,
        }))}
      />
      <InputNumber
        min={1}
        max={9999}
        precision={0}
        value={units}
        onChange={setUnits}
        onPressEnter={add}
        suffix={unit}
        aria-label="计划数量"
        style={{ width: '100%' }}
      />
      <ActButton onClick={add}>加入计划</ActButton>
    </div>
  )
}
